// Worker threads that run one task each at a time. Piscina queues the tasks and replaces workers that die; this adds
// what long tasks need: a task never waits for a worker that cannot come.

import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MessagePort, ResourceLimits, Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { EnsembleError, messageOf } from '../../errors.ts';
import { unpackResult } from './tasks.ts';

export interface ThreadTask<Result> {
  /** What the worker's function returned. Rejects with `worker-failed` if it throws or its thread dies. */
  readonly result: Promise<Result>;
  /** The last resort: ends the thread, whatever it is doing, or takes the task out of the queue. */
  kill(): void;
}

export interface ThreadPool {
  readonly size: number;
  /** The threads that live now. */
  readonly threads: readonly Worker[];
  /** Runs one of the worker's functions; `transfer` names the ends of channels inside the payload. */
  start<Result>(task: string, payload: unknown, transfer?: readonly MessagePort[]): ThreadTask<Result>;
  /** Ends every thread, and waits until they are gone. */
  close(): Promise<void>;
}

/** The path of a worker's module beside its caller: TypeScript in development, JavaScript once built. */
export function workerBeside(caller: string, name: string): string {
  return fileURLToPath(new URL(`./${name}${extname(caller)}`, caller));
}

/**
 * Young objects are small here: images, weights and activations lie outside of the heap. V8's own limit
 * (192 MB on a 64-bit machine) only lets garbage pile up: 15 to 40 MB more resident memory a worker, and no more speed.
 */
const defaultLimits: ResourceLimits = { maxYoungGenerationSizeMb: 16 };

/**
 * @param size threads, all started at once and kept until `close`
 * @param filename the module whose functions are the tasks
 * @param resourceLimits of each thread, beside the limit of young objects that all pools have
 */
export function createThreadPool(
  size: number,
  filename: string,
  resourceLimits: ResourceLimits = {},
): ThreadPool {
  const piscina = new Piscina({
    filename,
    resourceLimits: { ...defaultLimits, ...resourceLimits },
    minThreads: size,
    maxThreads: size,
    concurrentTasksPerWorker: 1,
    // 'sync' parks idle workers where no message reaches them; a training step is far longer than a message anyway.
    atomics: 'disabled',
    idleTimeout: Number.POSITIVE_INFINITY,
  });
  const open = new Set<AbortController>();
  const alive = new Map<Worker, Promise<void>>();
  let closing = false;
  let startError: unknown = 'each died while it started';

  // An idle worker that dies has no task to fail, so Piscina tells it here; unheard, it would end the process.
  piscina.on('error', (error: unknown) => {
    startError = error;
  });
  // Piscina does not try again when a replacement dies while it starts. With no thread left, nothing would ever
  // settle the tasks in its queue.
  piscina.on('workerDestroy', () => {
    setImmediate(() => {
      if (closing || piscina.threads.length > 0) return;
      const reason = new Error(`no worker thread could be started: ${messageOf(startError)}`);
      for (const task of open) task.abort(reason);
    });
  });

  // Piscina forgets a thread as soon as it has told it to end.
  piscina.on('workerCreate', () => {
    for (const thread of piscina.threads) if (!alive.has(thread)) alive.set(thread, exitOf(thread));
  });
  async function exitOf(thread: Worker): Promise<void> {
    await new Promise((resolve) => thread.once('exit', resolve));
    alive.delete(thread);
  }

  async function run<Result>(
    task: string,
    payload: unknown,
    controller: AbortController,
    transfer: readonly MessagePort[],
  ): Promise<Result> {
    open.add(controller);
    try {
      const packed: Uint8Array = await piscina.run(payload, {
        name: task,
        signal: controller.signal,
        transferList: [...transfer],
      });
      return unpackResult<Result>(packed);
    } catch (error) {
      const reason: unknown = controller.signal.aborted ? controller.signal.reason : error;
      throw new EnsembleError('worker-failed', messageOf(reason), { cause: error });
    } finally {
      open.delete(controller);
    }
  }

  return {
    size,
    get threads() {
      return piscina.threads;
    },
    start<Result>(task: string, payload: unknown, transfer: readonly MessagePort[] = []) {
      const controller = new AbortController();
      return {
        result: run<Result>(task, payload, controller, transfer),
        kill: () => controller.abort(new Error('its worker thread was ended because it did not answer')),
      };
    },
    async close() {
      closing = true;
      // Piscina replaces a thread that was killed before when that has gone, closed or not.
      do {
        await piscina.destroy();
        await Promise.all(alive.values());
      } while (piscina.threads.length > 0);
    },
  };
}
