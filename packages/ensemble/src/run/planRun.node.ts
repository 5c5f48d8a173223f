// What a run needs before it begins, of which nothing is written yet.

import { availableParallelism } from 'node:os';
import { buildGraph, CategoricalCrossentropy, trialOf } from '@convoy/core';
import { type Backend, selectBackend, type Trial, takesTurns } from '@convoy/kernels';
import type { TrainingConfig, TrainingData } from '../member/job.ts';
import { shareData } from '../member/shareData.ts';
import type { TrainEnsembleOptions } from '../options.ts';
import { type ResolvedOptions, resolveOptions } from '../resolveOptions.ts';

export interface RunPlan {
  readonly options: TrainEnsembleOptions;
  readonly resolved: ResolvedOptions;
  readonly backend: Backend;
  /** How many members are trained at once. */
  readonly workers: number;
  readonly data: TrainingData;
}

/**
 * @param backendName that of an interrupted run: a choice that was measured could fall otherwise the next time
 * @throws {EnsembleError | CoreError | KernelsError} if an option cannot work
 */
export async function planRun(options: TrainEnsembleOptions, backendName?: string): Promise<RunPlan> {
  const resolved = resolveOptions(options, availableParallelism());
  const { training } = resolved;
  const backend = await selectBackend(backendName ?? training.backend, {
    kernels: training.kernels,
    trial: () => trialStep(training),
  });
  return {
    options,
    resolved,
    backend,
    // Members that share one device take turns on it instead of fighting for it.
    workers: takesTurns(backend.name) ? 1 : resolved.workers,
    data: shareData(options.dataset, resolved.validationSplit),
  };
}

/** The members' training step, for `auto` to measure where there is a GPU. */
function trialStep({ model, optimizer, batchSize }: TrainingConfig): Trial {
  return trialOf(buildGraph(model, { batchSize, optimizer, loss: CategoricalCrossentropy() }));
}
