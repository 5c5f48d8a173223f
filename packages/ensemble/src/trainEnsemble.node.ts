// Trains an ensemble from its beginning, in threads and in a folder unless the caller says otherwise.

import { createRunDirectory, inDirectory } from './control/runDirectory.node.ts';
import { type Ensemble, nodeEnsemble } from './ensemble.node.ts';
import { EnsembleError } from './errors.ts';
import type { CreateExecutor } from './executor/executor.ts';
import { threadExecutor } from './executor/threads/threadExecutor.node.ts';
import type { TrainEnsembleOptions } from './options/trainEnsembleOptions.ts';
import { withStartBytes } from './readRun.node.ts';
import { describeEnvironment } from './run/environment.node.ts';
import { moduleUrls } from './run/moduleUrls.node.ts';
import {
  type TrainResult as PortableResult,
  planOn,
  type TrainPorts,
  trainRun,
  withEnsemble,
} from './run/trainOn.ts';
import type { RunStore } from './store/runStore.ts';

/** What a training has left. */
export type TrainResult = PortableResult<Ensemble>;

/** Where a run trains and where it is kept, if that is not this process and a folder. */
export interface PortOptions {
  /** Makes what trains the members. @default worker threads of this process */
  readonly executor?: CreateExecutor;
  /**
   * Modules of your own that register layers, losses and so on: each worker imports them before it trains, and so does
   * this process. Paths are relative to the working directory. @default []
   */
  readonly modules?: readonly string[];
}

/** Options for `trainEnsemble`. */
export interface TrainOptions extends TrainEnsembleOptions, PortOptions {
  /** Where the run is kept, in place of the folder `out`. Nothing locks it: one process at a time may use it. */
  readonly store?: RunStore;
}

/**
 * Trains an ensemble: every member in a worker thread, with an initialization, order and dropout of its own, all from
 * one seed. The same options give the same weights, bit for bit, whatever the number of workers.
 *
 * Members that fail (their loss is not finite, their thread dies more often than `maxFailures`) are listed in the result,
 * and the others continue. With `out` or `store`, a run that was interrupted in any way is finished by `resumeEnsemble`.
 *
 * @throws {EnsembleError | CoreError | KernelsError} if an option cannot work, or a file cannot be written
 * @example
 * const { ensemble, metrics } = await trainEnsemble({ dataset, model: 'lecture-cnn', members: 5, out: 'runs/a' });
 */
export async function trainEnsemble({
  executor,
  store,
  modules,
  ...options
}: TrainOptions): Promise<TrainResult> {
  const ports = nodePorts(executor, modules);
  const { out } = options;
  if (out !== undefined && store !== undefined) {
    throw new EnsembleError('invalid-option', `store: expected none beside out, got both; out is ${out}`);
  }
  // What cannot work is refused before anything is written.
  const plan = await planOn(ports, await withStartBytes(options));
  if (out === undefined) {
    return withEnsemble(await trainRun({ ...ports, ...(store && { store }) }, plan), options, nodeEnsemble);
  }
  const directory = await createRunDirectory(out);
  const warn = (message: string) => options.onEvent?.({ event: 'warning', message });
  return inDirectory(directory, warn, async () => {
    const kept = { ...ports, store: directory.store, hold: directory.lock };
    return withEnsemble(await trainRun(kept, plan), options, nodeEnsemble);
  });
}

/** What a run has in Node, beside its store. */
export function nodePorts(
  executor: CreateExecutor = threadExecutor,
  modules?: readonly string[],
): Omit<TrainPorts, 'store' | 'hold'> {
  return {
    executor,
    ...(modules && { modules: moduleUrls(modules) }),
    environment: describeEnvironment(),
  };
}
