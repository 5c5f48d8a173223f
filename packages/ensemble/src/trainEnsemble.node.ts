// Trains an ensemble from its beginning.

import type { TrainEnsembleOptions } from './options.ts';
import { createThreadExecutor } from './pool/threadExecutor.node.ts';
import { type CreateExecutor, conductRun, type TrainResult } from './run/conductRun.node.ts';
import { planRun } from './run/planRun.node.ts';
import { createRunDirectory } from './run/runDirectory.node.ts';

export type { TrainResult };

/**
 * Trains an ensemble: every member in a worker thread, with an initialization, order and dropout of its own, all from
 * one seed. The same options give the same weights, bit for bit, whatever the number of workers.
 *
 * Members that fail (their loss is not finite, their thread dies more often than `maxFailures`) are listed in the result,
 * and the others go on. With `out`, a run that was interrupted in any way is finished by `resumeEnsemble`.
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
  createExecutor: CreateExecutor,
  options: TrainEnsembleOptions,
): Promise<TrainResult> {
  // What cannot work is refused before anything is written.
  const plan = await planRun(options);
  const directory = options.out === undefined ? null : await createRunDirectory(options.out);
  try {
    return await conductRun(createExecutor, plan, directory);
  } finally {
    await directory?.close();
  }
}
