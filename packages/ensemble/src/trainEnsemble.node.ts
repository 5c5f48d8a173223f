// A whole run: options become jobs, jobs become members, and members become an ensemble with its files.

import { availableParallelism } from 'node:os';
import { buildGraph, CategoricalCrossentropy, trialOf } from '@convoy/core';
import { selectBackend, type Trial, takesTurns } from '@convoy/kernels';
import { Ensemble } from './ensemble.node.ts';
import type { MemberFailure, MemberFigures, TestFigures } from './events.ts';
import { createJobs } from './member/createJobs.ts';
import type { MemberJob, TrainingConfig } from './member/job.ts';
import { shareData } from './member/shareData.ts';
import { continueSnapshot } from './member/strategy.ts';
import type { TrainEnsembleOptions } from './options.ts';
import type { Executor } from './pool/executor.ts';
import { createThreadExecutor } from './pool/threadExecutor.node.ts';
import { resolveOptions } from './resolveOptions.ts';
import { describeRun } from './run/describeRun.node.ts';
import { createEmitter } from './run/emitter.ts';
import { createHarvest } from './run/harvest.ts';
import { createRunDirectory } from './run/runDirectory.node.ts';
import { trainMembers } from './run/trainMembers.ts';

export interface TrainResult {
  /** Of the members that finished; null if none did. */
  readonly ensemble: Ensemble | null;
  /** The run directory; null if nothing was written. */
  readonly run: string | null;
  /** The members that finished, in the order of their numbers. */
  readonly members: readonly MemberFigures[];
  /** Of the ensemble on the test split; null if no member finished. */
  readonly figures: TestFigures | null;
  /** The members that did not finish, and why. */
  readonly failed: readonly MemberFailure[];
  /** Whether the run was stopped before its end. */
  readonly stopped: boolean;
  readonly seconds: number;
}

/**
 * Trains an ensemble: every member in a worker thread, with an initialization, order and dropout of its own, all from
 * one seed. The same options give the same weights, bit for bit, whatever the number of workers.
 *
 * Members that fail (their loss is not finite, their thread dies) are listed in the result, and the others go on.
 *
 * @throws {EnsembleError | CoreError | KernelsError} if an option cannot work, or a file cannot be written
 * @example
 * const { ensemble, figures } = await trainEnsemble({ dataset, model: 'lecture-cnn', members: 5, out: 'runs/a' });
 */
export function trainEnsemble(options: TrainEnsembleOptions): Promise<TrainResult> {
  return trainOn(createThreadExecutor, options);
}

/** Trains on an executor of the caller's choice. */
export async function trainOn(
  createExecutor: (workers: number) => Executor,
  options: TrainEnsembleOptions,
): Promise<TrainResult> {
  const begin = performance.now();
  const { dataset } = options;
  const resolved = resolveOptions(options, availableParallelism());
  const { training } = resolved;
  const backend = await selectBackend(training.backend, {
    kernels: training.kernels,
    trial: () => trialStep(training),
  });
  // Members that share one device take turns on it instead of fighting for it.
  const workers = takesTurns(backend.name) ? 1 : resolved.workers;
  const data = shareData(dataset, resolved.validationSplit);
  // What was chosen here is what members run: a choice that was measured could fall otherwise the next time.
  const jobs = createJobs({ ...resolved, training: { ...training, backend: backend.name } }, data);
  const directory = options.out === undefined ? null : await createRunDirectory(options.out);
  const manifest = await describeRun(resolved, dataset, jobs, backend);
  await directory?.writeManifest(manifest);
  const run = directory?.path ?? null;

  const halt = new AbortController();
  const { emit, rethrow } = createEmitter(options.onEvent, halt);
  const combination = { method: resolved.combine, calibrate: resolved.calibrate };
  const harvest = createHarvest({ dataset, data, combination, directory, emit });
  emit({
    event: 'start',
    run,
    members: resolved.members,
    workers,
    epochs: training.epochs,
    trainingImages: data.train.count,
    validationImages: data.validation?.count ?? 0,
    backend: backend.name,
  });
  const { failed, stopped } = await whileListening(options.signal, halt, async () => {
    const executor = createExecutor(workers);
    try {
      const prepare = (job: MemberJob) => continueSnapshot(job, harvest.weightsOf);
      return await trainMembers({ executor, jobs, prepare, onEvent: emit, onFinished: harvest.keep, halt });
    } finally {
      await executor.close();
    }
  });
  rethrow();

  const { content, members, figures } = harvest.combine();
  const ensemble = content && new Ensemble(content, { backend: training.backend, kernels: training.kernels });
  if (ensemble) await directory?.writeEnsemble(ensemble.encode());
  const seconds = (performance.now() - begin) / 1000;
  const result = { ensemble: figures, members, failed, stopped, seconds };
  await directory?.writeManifest({ ...manifest, result });
  emit({ event: 'done', run, ...result });
  rethrow();
  return { ensemble, run, members, figures, failed, stopped, seconds };
}

/** Passes the caller's signal on to `halt` while `work` goes on. */
async function whileListening<Result>(
  signal: AbortSignal | undefined,
  halt: AbortController,
  work: () => Promise<Result>,
): Promise<Result> {
  const stop = () => halt.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** The members' training step, for `auto` to measure where there is a GPU. */
function trialStep({ model, optimizer, batchSize }: TrainingConfig): Trial {
  return trialOf(buildGraph(model, { batchSize, optimizer, loss: CategoricalCrossentropy() }));
}
