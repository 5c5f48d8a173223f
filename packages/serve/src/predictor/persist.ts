// Work that outlives the thread that it began in: prediction and decoding change nothing, so that they are done again.

import type { Prediction } from '@convoy/ensemble';
import type { Waiting } from './batcher.ts';
import { sliceOf } from './slices.ts';
import type { Statistics } from './statistics.ts';
import type { DecodeResult, DecodeTask, PredictResult } from './tasks.ts';
import type { WorkerPool } from './workerPool.ts';

/** A batch runs as it is, again as it is, then each request by itself, so that only the one that kills workers fails. */
const attempts = 3;

type Rows = Waiting<Uint8Array | Float32Array, Prediction>;

/** Predicts a batch and settles each part of it; never rejects. */
export async function predictBatch(
  pool: WorkerPool,
  batch: readonly Rows[],
  statistics: Statistics,
  attempt = 1,
): Promise<void> {
  try {
    const began = performance.now();
    const images = joinRows(batch);
    statistics.inputMicroseconds += 1000 * (performance.now() - began);
    answer(batch, await pool.predict({ images }), statistics);
  } catch (error) {
    if (attempt === attempts) {
      for (const { reject } of batch) reject(error);
    } else if (attempt + 1 < attempts) {
      await predictBatch(pool, batch, statistics, attempt + 1);
    } else {
      await Promise.all(batch.map((one) => predictBatch(pool, [one], statistics, attempts)));
    }
  }
}

/** All rows in one array of their own, bytes if every request has bytes. */
function joinRows(batch: readonly Rows[]): Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer> {
  const length = batch.reduce((sum, { work }) => sum + work.length, 0);
  const areBytes = batch.every(({ work }) => work instanceof Uint8Array);
  const images = areBytes ? new Uint8Array(length) : new Float32Array(length);
  let at = 0;
  for (const { work } of batch) {
    images.set(work, at);
    at += work.length;
  }
  return images;
}

function answer(batch: readonly Rows[], result: PredictResult, statistics: Statistics): void {
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

/** Decodes a picture and settles it; never rejects. */
export async function decodePicture(
  pool: WorkerPool,
  picture: Waiting<DecodeTask, DecodeResult>,
  limit: number,
  attempt = 1,
): Promise<void> {
  try {
    picture.resolve(await pool.decode(picture.work, limit));
  } catch (error) {
    if (attempt === attempts) picture.reject(error);
    else await decodePicture(pool, picture, limit, attempt + 1);
  }
}
