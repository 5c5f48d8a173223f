// Threads that predict. Piscina hands out the tasks and replaces threads that die; this adds that a task never waits
// for a thread that cannot come, and never keeps one longer than it may.

import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { messageOf, ServeError } from '../errors.ts';
import type {
  DecodeResult,
  ModelDescription,
  Picture,
  PredictResult,
  PredictTask,
  WorkerSetup,
} from './tasks.ts';

export interface WorkerPool {
  /** The threads that live now. */
  readonly threads: readonly Worker[];
  /** Waits until every worker has compiled the ensemble. Rejects as loading it did. */
  describe(): Promise<ModelDescription>;
  predict(task: PredictTask): Promise<PredictResult>;
  /**
   * Decodes pictures, in their order. One that takes longer than `limit` milliseconds is refused, and its thread ends,
   * since a decoder cannot be interrupted; among several, all fail with `worker-failed`.
   */
  decode(pictures: readonly Picture[], limit: number): Promise<readonly DecodeResult[]>;
  /** Ends every thread. */
  close(): Promise<void>;
}

// The same file, as TypeScript in development and as JavaScript once built.
const filename = fileURLToPath(new URL(`./predictionWorker${extname(import.meta.url)}`, import.meta.url));

export function createWorkerPool(workers: number, setup: WorkerSetup): WorkerPool {
  const piscina = new Piscina({
    filename,
    workerData: setup,
    minThreads: workers,
    maxThreads: workers,
    concurrentTasksPerWorker: 1,
    // 'sync' parks idle workers, and the time that a batch takes is far longer than a message.
    atomics: 'disabled',
    idleTimeout: Number.POSITIVE_INFINITY,
    // Young objects are small here: rows, weights and activations lie outside of the heap.
    resourceLimits: { maxYoungGenerationSizeMb: 16 },
  });
  const open = new Set<AbortController>();
  let closing = false;
  let startError: unknown = 'each died while it started';

  // An idle worker that dies has no task to fail, so Piscina reports it here; unheard, it would end the process.
  piscina.on('error', (error: unknown) => {
    startError = error;
  });
  // Piscina does not try again when a replacement dies while it starts: with no thread left nothing would settle its tasks.
  piscina.on('workerDestroy', () => {
    setImmediate(() => {
      if (closing || piscina.threads.length > 0) return;
      const reason = new Error(`no prediction worker could be started: ${messageOf(startError)}`);
      for (const task of open) task.abort(reason);
    });
  });

  async function run<Result>(
    name: string,
    task: unknown,
    transfer: readonly ArrayBuffer[] = [],
    controller: AbortController = new AbortController(),
  ): Promise<Result> {
    open.add(controller);
    try {
      return await piscina.run(task, { name, signal: controller.signal, transferList: [...transfer] });
    } catch (error) {
      const { aborted, reason } = controller.signal;
      throw new ServeError('worker-failed', messageOf(aborted ? reason : error), { cause: error });
    } finally {
      open.delete(controller);
    }
  }

  async function decode(pictures: readonly Picture[], limit: number): Promise<readonly DecodeResult[]> {
    const controller = new AbortController();
    const late = `decoding took longer than ${limit} ms`;
    const timer = setTimeout(() => controller.abort(new Error(late)), limit);
    // Copies: a body lies in memory that it shares with others, all of which would be sent.
    const sent = pictures.map(({ file, name }) => ({ file: new Uint8Array(file), name }));
    const transfer = sent.map(({ file }) => file.buffer);
    try {
      return await run<readonly DecodeResult[]>('decodePictures', sent, transfer, controller);
    } catch (error) {
      const [only, ...others] = pictures;
      const isLate = error instanceof ServeError && error.message === late;
      if (!isLate || only === undefined || others.length > 0) throw error;
      return [{ refused: `${only.name}: ${late}` }];
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    get threads() {
      return piscina.threads;
    },
    async describe() {
      // Each worker takes one of them as soon as it is ready.
      const all = await Promise.all(
        Array.from({ length: workers }, () => run<ModelDescription>('describe', undefined)),
      );
      return all[0] as ModelDescription;
    },
    predict: (task) => run('predict', task, [task.images.buffer]),
    decode,
    async close() {
      closing = true;
      await piscina.destroy();
    },
  };
}
