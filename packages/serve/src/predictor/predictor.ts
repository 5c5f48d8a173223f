// An ensemble that answers many callers at once: rows are batched across calls and predicted in worker threads, and a
// worker that dies takes no answer with it.

import { readFile, stat } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { declaredSize } from '@convoy/core/image-headers';
import type { PreparedImage } from '@convoy/core/node';
import type { Prediction } from '@convoy/ensemble';
import { messageOf, ServeError } from '../errors.ts';
import { createBatcher } from './batcher.ts';
import { type PredictorOptions, type ResolvedPredictorOptions, resolvePredictorOptions } from './options.ts';
import { decodeBatch, predictBatch } from './persist.ts';
import { join } from './slices.ts';
import { createStatistics, type Statistics } from './statistics.ts';
import type { DecodeResult, ModelDescription, Picture } from './tasks.ts';
import { type Patience, waitFor } from './waitFor.ts';
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
   * Decodes a PNG, JPEG or WebP file in a worker and predicts it.
   * @throws {ServeError} `invalid-request` if it is no picture, damaged or too large; else as `predict`
   */
  classify(file: Uint8Array, options?: CallOptions & { readonly name?: string }): Promise<Classified>;
  /** The threads that live now. @internal */
  readonly threads: readonly Worker[];
  /** Finishes the calls that are open, refuses new ones, and ends the workers. */
  close(): Promise<void>;
}

type Images = Uint8Array | Float32Array;

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
  const { maxBatch, maxDelay, maxQueue, workers, timeout } = options;
  const rowSize = model.imageShape.reduce((product, extent) => product * extent, 1);
  const open = new Set<Promise<unknown>>();
  let closing = false;

  const rows = createBatcher<Images, Prediction>({
    maxBatch,
    maxDelay,
    maxQueue,
    concurrency: workers,
    execute(batch, waited) {
      for (const milliseconds of waited) statistics.queueMicroseconds += 1000 * milliseconds;
      return predictBatch(pool, batch, model, statistics);
    },
  });
  const pictures = createBatcher<Picture, DecodeResult>({
    maxBatch: maxPictures,
    maxDelay: 0,
    maxQueue: Math.max(maxQueue, maxPictures),
    concurrency: workers,
    execute: (batch) => decodeBatch(pool, batch, timeout),
  });

  async function predict(images: Images, patience: Patience): Promise<Prediction> {
    const parts = partsOf(images, rowSize, maxBatch, model.imageShape);
    const answers = await waitFor(
      rows,
      parts.map((part) => ({ work: part, rows: part.length / rowSize })),
      patience,
    );
    return join(answers as [Prediction, ...Prediction[]]);
  }

  async function classify(file: Uint8Array, name: string, patience: Patience): Promise<Classified> {
    const [decoded] = await waitFor(pictures, [{ work: { file, name }, rows: weightOf(file) }], patience);
    if (decoded === undefined || 'refused' in decoded) {
      throw new ServeError('invalid-request', decoded?.refused ?? `${name}: not decoded`);
    }
    return { image: decoded.image, prediction: await predict(decoded.image.bytes, patience) };
  }

  async function track<Result>(
    signal: AbortSignal | undefined,
    call: (patience: Patience) => Promise<Result>,
  ): Promise<Result> {
    if (closing) throw new ServeError('unavailable', 'this predictor was closed');
    const began = performance.now();
    const work = call({ until: began + timeout, timeout, signal });
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
      return rows.queued;
    },
    get threads() {
      return pool.threads;
    },
    predict: (images, { signal } = {}) => track(signal, (patience) => predict(images, patience)),
    classify: (file, { signal, name = 'image' } = {}) =>
      track(signal, (patience) => classify(file, name, patience)),
    async close() {
      closing = true;
      await Promise.allSettled(open);
      await pool.close();
    },
  };
}

/** Small pictures are decoded this many at a time; a large one takes the place of several, and at most of all. */
const maxPictures = 32;
const smallPixels = 256 * 256;

function weightOf(file: Uint8Array): number {
  const { width, height } = declaredSize(file) ?? { width: 0, height: 0 };
  return Math.min(maxPictures, Math.max(1, Math.ceil((width * height) / smallPixels)));
}

/** Rows in parts that a batch has room for. @throws {ServeError} `invalid-request` if they are not whole images */
function partsOf(
  images: Images,
  rowSize: number,
  maxBatch: number,
  shape: readonly number[],
): readonly Images[] {
  if (images.length === 0 || images.length % rowSize !== 0) {
    throw new ServeError(
      'invalid-request',
      `images: expected rows of ${shape.join(' × ')} = ${rowSize} values, got ${images.length} values`,
    );
  }
  const room = maxBatch * rowSize;
  return Array.from({ length: Math.ceil(images.length / room) }, (_, at) =>
    images.subarray(at * room, (at + 1) * room),
  );
}
