// An ensemble that answers many callers at once: rows are batched across calls and predicted in worker threads, and a
// worker that dies takes no answer with it.

import { readFile, stat } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { PreparedImage } from '@convoy/core/node';
import type { Prediction } from '@convoy/ensemble';
import { messageOf, ServeError } from '../errors.ts';
import { createBatcher, type Waiting } from './batcher.ts';
import { type PredictorOptions, type ResolvedPredictorOptions, resolvePredictorOptions } from './options.ts';
import { join, sliceOf } from './slices.ts';
import { createStatistics, type Statistics } from './statistics.ts';
import type { DecodeResult, ModelDescription, PredictResult } from './tasks.ts';
import { createWorkerPool, type WorkerPool } from './workerPool.ts';

/** Options for one call. */
export interface CallOptions {
  /** Drops the call's rows when the caller no longer waits for them. */
  readonly signal?: AbortSignal;
}

/** What a picture shows, and how it was prepared. */
export interface Classified {
  readonly image: PreparedImage;
  /** Of one row. */
  readonly prediction: Prediction;
}

/** Predicts in worker threads. Made by `createPredictor`. */
export interface Predictor {
  readonly model: ModelDescription;
  readonly options: ResolvedPredictorOptions;
  readonly statistics: Readonly<Statistics>;
  /** Rows that wait for a worker now. */
  readonly queued: number;
  /**
   * The prediction of rows, the same to the bit as that of `Ensemble.predict`.
   * @param images `[count, height, width, channels]`, pixel values 0 … 255 as bytes or floats
   * @throws {ServeError} `invalid-request`, `queue-full`, `deadline`, `cancelled`, `unavailable` or `worker-failed`
   */
  predict(images: Uint8Array | Float32Array, options?: CallOptions): Promise<Prediction>;
  /**
   * Decodes a PNG or JPEG file in a worker and predicts it.
   * @throws {ServeError} `invalid-request` if it is no picture, damaged or too large; else as `predict`
   */
  classify(file: Uint8Array, options?: CallOptions & { readonly name?: string }): Promise<Classified>;
  /** The threads that live now. @internal */
  readonly threads: readonly Worker[];
  /** Finishes the calls that are open, refuses new ones, and ends the workers. */
  close(): Promise<void>;
}

/** How often a batch is tried: as it is, again as it is, then each request by itself, so that only a bad one fails. */
const attempts = 3;

/**
 * Loads an ensemble into worker threads, and resolves when each is ready to predict.
 * @param run a run directory, or an `ensemble.convoy` file
 * @param statistics where counts go on that began before
 * @throws {ServeError} if an option is wrong, or the ensemble cannot be loaded
 * @example
 * const predictor = await createPredictor('runs/a', { workers: 2, maxBatch: 64, maxDelay: 1 });
 * const { prediction } = await predictor.classify(await readFile('seven.png'));
 * console.log(predictor.model.classNames[prediction.labels[0] ?? 0]);
 * await predictor.close();
 */
export async function createPredictor(
  run: string,
  options: PredictorOptions = {},
  statistics: Statistics = createStatistics(),
): Promise<Predictor> {
  const resolved = resolvePredictorOptions(options);
  const file = await readShared(run);
  const { maxBatch, abstainBelow, maxPixels, backend } = resolved;
  const pool = createWorkerPool(resolved.workers, { file, maxBatch, abstainBelow, maxPixels, backend });
  try {
    return predictorOn(pool, await pool.describe(), resolved, statistics);
  } catch (error) {
    await pool.close();
    throw new ServeError('unavailable', `${run}: ${messageOf(error)}`, { cause: error });
  }
}

/** The bytes of an ensemble's file, in memory that all workers share. */
async function readShared(run: string): Promise<Uint8Array<SharedArrayBuffer>> {
  try {
    const isDirectory = (await stat(run)).isDirectory();
    const bytes = await readFile(isDirectory ? joinPath(run, 'ensemble.convoy') : run);
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    return shared;
  } catch (error) {
    throw new ServeError('unavailable', `${run}: no ensemble can be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

function predictorOn(
  pool: WorkerPool,
  model: ModelDescription,
  options: ResolvedPredictorOptions,
  statistics: Statistics,
): Predictor {
  const size = model.imageShape.reduce((product, extent) => product * extent, 1);
  const open = new Set<Promise<unknown>>();
  let closing = false;

  const batcher = createBatcher<Prediction>({
    maxBatch: options.maxBatch,
    maxDelay: options.maxDelay,
    maxQueue: options.maxQueue,
    concurrency: options.workers,
    async execute(batch, waited) {
      for (const milliseconds of waited) statistics.queueMicroseconds += 1000 * milliseconds;
      await runBatch(batch, 1);
    },
  });

  async function runBatch(batch: readonly Waiting<Prediction>[], attempt: number): Promise<void> {
    try {
      const result = await pool.predict({ images: batch.map(({ images }) => images) });
      answer(batch, result);
    } catch (error) {
      if (attempt === attempts) {
        for (const { reject } of batch) reject(error);
        return;
      }
      if (attempt + 1 < attempts) return runBatch(batch, attempt + 1);
      await Promise.all(batch.map((one) => runBatch([one], attempts)));
    }
  }

  function answer(batch: readonly Waiting<Prediction>[], result: PredictResult): void {
    const began = performance.now();
    let at = 0;
    for (const { rows, resolve } of batch) {
      resolve(sliceOf(result.prediction, at, rows));
      at += rows;
    }
    statistics.rows += at;
    statistics.executions += 1;
    statistics.inputMicroseconds += result.inputMicroseconds;
    statistics.inferMicroseconds += result.inferMicroseconds;
    statistics.outputMicroseconds += 1000 * (performance.now() - began);
  }

  /** Adds rows to the queue, and takes them out again if their caller leaves or their time is over. */
  async function enqueue(images: Uint8Array | Float32Array, signal?: AbortSignal): Promise<Prediction> {
    const parts: Waiting<Prediction>[] = [];
    const answers = rowsOf(images).map((part) => {
      const { promise, resolve, reject } = Promise.withResolvers<Prediction>();
      parts.push({ rows: part.length / size, images: part, resolve, reject });
      return promise;
    });
    batcher.add(parts);
    const leave = (error: ServeError) => {
      batcher.remove(parts);
      for (const { reject } of parts) reject(error);
    };
    const gone = () => leave(cancelled());
    const timer = setTimeout(() => leave(late(options.timeout)), options.timeout);
    signal?.addEventListener('abort', gone, { once: true });
    try {
      return join((await Promise.all(answers)) as [Prediction, ...Prediction[]]);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', gone);
    }
  }

  /** Rows in parts that a batch has room for. */
  function rowsOf(images: Uint8Array | Float32Array): readonly (Uint8Array | Float32Array)[] {
    if (images.length === 0 || images.length % size !== 0) {
      const shape = model.imageShape.join(' × ');
      throw new ServeError(
        'invalid-request',
        `images: expected rows of ${shape} = ${size} values, got ${images.length} values`,
      );
    }
    const room = options.maxBatch * size;
    const count = Math.ceil(images.length / room);
    return Array.from({ length: count }, (_, at) => images.subarray(at * room, (at + 1) * room));
  }

  async function classify(file: Uint8Array, name: string, signal?: AbortSignal): Promise<Classified> {
    const decoded = await decodeSafely(file, name);
    if ('refused' in decoded) throw new ServeError('invalid-request', decoded.refused);
    if (signal?.aborted) throw cancelled();
    return { image: decoded.image, prediction: await enqueue(decoded.image.bytes, signal) };
  }

  /** A picture is decoded once more if its worker died; one that takes too long ends its worker, and is not tried again. */
  async function decodeSafely(file: Uint8Array, name: string, attempt = 1): Promise<DecodeResult> {
    try {
      return await pool.decode({ file, name }, options.timeout);
    } catch (error) {
      if (attempt === attempts) throw error;
      return decodeSafely(file, name, attempt + 1);
    }
  }

  async function track<Result>(call: () => Promise<Result>): Promise<Result> {
    if (closing) throw new ServeError('unavailable', 'this predictor was closed');
    const began = performance.now();
    const work = call();
    open.add(work);
    try {
      const result = await work;
      statistics.requests += 1;
      statistics.requestMicroseconds += 1000 * (performance.now() - began);
      return result;
    } finally {
      open.delete(work);
    }
  }

  return {
    model,
    options,
    statistics,
    get queued() {
      return batcher.queued;
    },
    get threads() {
      return pool.threads;
    },
    predict: (images, { signal } = {}) => track(() => enqueue(images, signal)),
    classify: (file, { signal, name = 'image' } = {}) => track(() => classify(file, name, signal)),
    async close() {
      closing = true;
      await Promise.allSettled(open);
      await pool.close();
    },
  };
}

function cancelled(): ServeError {
  return new ServeError('cancelled', 'the caller left before the answer came');
}

function late(milliseconds: number): ServeError {
  return new ServeError('deadline', `timeout: no answer within ${milliseconds} ms`);
}
