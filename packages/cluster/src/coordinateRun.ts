// A coordinator's part in a run on many machines: the executor that puts members into the queue, and the lease that keeps
// other coordinators out.

import type { CreateExecutor } from '@convoy/ensemble';
import { processorKind } from '@convoy/ensemble/internal/node';
import { messageOf } from './errors.ts';
import { lockCoordinator } from './executor/coordinatorLock.ts';
import { queueExecutor } from './executor/queueExecutor.ts';
import { connectQueue } from './queue/connection.ts';
import { openRoot, type StoreRoot } from './storeRoot.ts';

/** Options for `coordinateRun`. */
export interface CoordinationOptions {
  /** `redis://user:password@host:6379/0?prefix=team`, or `rediss://`. */
  readonly queue: string;
  /** The root of the store that workers share: a folder, a URL, or an opened one. */
  readonly store: string | StoreRoot;
  /** The run's name under that root. */
  readonly run: string;
  /** The kernels that the run is trained with. @default 'fast' */
  readonly kernels?: 'fast' | 'strict';
  /** The kind of processor that trains a run with `fast` kernels. @default this machine's */
  readonly processor?: string;
  /** Receives what a user should know. */
  readonly onWarning?: (message: string) => void;
  /** Seconds without news after which a job is looked at. @default 15 */
  readonly lookSeconds?: number;
}

/** The right to coordinate a run, and what it is trained with. */
export interface Coordination {
  /** For `trainEnsemble` and `resumeEnsemble`. */
  readonly executor: CreateExecutor;
  /** Aborted when another process has taken the run over, as after an outage longer than the lease: stop then. */
  readonly lost: AbortSignal;
  /** Gives the run back; members that are not stopped continue. */
  close(): Promise<void>;
}

/**
 * Takes part in a run as its only coordinator.
 * @throws {ClusterError} `run-locked` if another process coordinates the run; `invalid-option`
 * @example
 * const coordination = await coordinateRun({ queue: 'redis://127.0.0.1', store: '/shared/runs', run: 'a' });
 * await trainEnsemble({ dataset, model: 'lecture-cnn', members: 20, workers: 20, out: '/shared/runs/a', executor: coordination.executor });
 * await coordination.close();
 */
export async function coordinateRun(options: CoordinationOptions): Promise<Coordination> {
  const {
    run,
    kernels = 'fast',
    processor = processorKind(),
    onWarning = () => undefined,
    lookSeconds,
  } = options;
  const connection = connectQueue(options.queue, onWarning);
  try {
    const { shared } = typeof options.store === 'string' ? await openRoot(options.store) : options.store;
    const lock = await lockCoordinator(connection, run);
    const executor = queueExecutor({
      connection,
      run,
      kernels: kernels === 'strict' ? 'strict' : processor,
      shared,
      warn: onWarning,
      ...(lookSeconds !== undefined && { lookSeconds }),
    });
    lock.lost.addEventListener('abort', () => onWarning(messageOf(lock.lost.reason)), { once: true });
    return {
      executor,
      lost: lock.lost,
      async close() {
        await lock.release();
        await connection.close();
      },
    };
  } catch (error) {
    await connection.close();
    throw error;
  }
}
