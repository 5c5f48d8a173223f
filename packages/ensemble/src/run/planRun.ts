// What a run needs before it begins, of which nothing is written yet.

import { buildGraph } from '@convoy/core';
import { trialOf } from '@convoy/core/internal';
import { type Backend, selectBackend, type Trial } from '@convoy/kernels';
import { takesTurns } from '@convoy/kernels/internal';
import { planRowsFor } from '../member/rows.ts';
import type { DataSpec } from '../member/spec.ts';
import type { TrainingConfig } from '../options/configuration.ts';
import { lossOf } from '../options/loss.ts';
import type { TrainEnsembleOptions } from '../options/trainEnsembleOptions.ts';
import { type ResolvedOptions, resolveOptions } from './resolveOptions.ts';
import { planStart, type WarmStart } from './startFrom.ts';

export interface RunPlan {
  readonly options: TrainEnsembleOptions;
  readonly resolved: ResolvedOptions;
  readonly backend: Backend;
  /** How many members are trained at once. */
  readonly workers: number;
  readonly data: DataSpec;
  /** URLs of the modules that members import before they train. */
  readonly modules: readonly string[];
  /** What members start from; null for their initialization. */
  readonly start: WarmStart | null;
}

export interface PlanContext {
  readonly modules: readonly string[];
  /** How many workers there are at most if none are asked for. */
  readonly processors: number;
  /** The backend of an interrupted run: a choice that was measured could be another one the next time. */
  readonly backend?: string;
}

/** @throws {EnsembleError | CoreError | KernelsError} if an option cannot work */
export async function planRun(
  options: TrainEnsembleOptions,
  { modules, processors, backend: chosen }: PlanContext,
): Promise<RunPlan> {
  // What they register may be named by an option.
  for (const module of modules) await import(module);
  const plain = resolveOptions(options, processors);
  const start = options.startFrom === undefined ? null : await planStart(options.startFrom, plain.models);
  const resolved = start === null ? plain : { ...plain, training: withStart(plain.training, start) };
  const { training } = resolved;
  const backend = await selectBackend(chosen ?? training.backend, {
    kernels: training.kernels,
    trial: () => trialStep(training),
  });
  return {
    options,
    resolved,
    backend,
    // Members that share one device take turns on it instead of fighting for it.
    workers: takesTurns(backend.name) ? 1 : resolved.workers,
    data: planRowsFor(options.dataset, { ...resolved, ...training }),
    modules,
    start,
  };
}

function withStart(training: TrainingConfig, { sha256, members }: WarmStart): TrainingConfig {
  return { ...training, startFrom: { sha256, members } };
}

/** The members' training step, for `auto` to measure where there is a GPU. */
function trialStep(training: TrainingConfig): Trial {
  const { model, optimizer, batchSize } = training;
  return trialOf(buildGraph(model, { batchSize, optimizer, loss: lossOf(training) }));
}
