// Work that outlives the thread that it began in: prediction and decoding change nothing, so that they are done again.

import type { Prediction } from '@convoy/ensemble';
import type { Settle, Waiting } from './batcher.ts';
import { sliceOf, unpack } from './slices.ts';
import type { Statistics } from './statistics.ts';
import type { DecodeResult, ModelDescription, Picture, PredictResult } from './tasks.ts';
import type { WorkerPool } from './workerPool.ts';

/** A batch runs as it is, again as it is, then each part by itself, so that only the one that kills workers fails. */
const attempts = 3;

type Rows = Waiting<Uint8Array | Float32Array, Prediction>;
type Pictures = Waiting<Picture, DecodeResult>;

/** Predicts a batch; never rejects. */
export function predictBatch(
  pool: WorkerPool,
  batch: readonly Rows[],
  model: ModelDescription,
  statistics: Statistics,
): Promise<Settle> {
  return persist(batch, async (rows) => {
    const began = performance.now();
    const images = joinRows(rows);
    statistics.inputMicroseconds += 1000 * (performance.now() - began);
    const result = await pool.predict({ images });
    return () => answer(rows, result, model, statistics);
  });
}

/**
 * Decodes pictures; never rejects.
 * @param limit milliseconds that they may take
 */
export function decodeBatch(pool: WorkerPool, batch: readonly Pictures[], limit: number): Promise<Settle> {
  return persist(batch, async (pictures) => {
    const results = await pool.decode(
      pictures.map(({ work }) => work),
      limit,
    );
    return () => {
      pictures.forEach(({ resolve }, at) => {
        resolve(results[at] ?? { refused: 'not decoded' });
      });
    };
  });
}

async function persist<Part extends { reject(error: unknown): void }>(
  batch: readonly Part[],
  run: (batch: readonly Part[]) => Promise<Settle>,
  attempt = 1,
): Promise<Settle> {
  try {
    return await run(batch);
  } catch (error) {
    if (attempt === attempts) {
      return () => {
        for (const { reject } of batch) reject(error);
      };
    }
    if (attempt + 1 < attempts) return persist(batch, run, attempt + 1);
    const parts = await Promise.all(batch.map((one) => persist([one], run, attempts)));
    return () => {
      for (const settle of parts) settle();
    };
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

function answer(
  batch: readonly Rows[],
  result: PredictResult,
  { classNames, members }: ModelDescription,
  statistics: Statistics,
): void {
  const began = performance.now();
  const prediction = unpack(result.packed, result.count, classNames.length, members.length);
  let at = 0;
  for (const { rows, resolve } of batch) {
    resolve(sliceOf(prediction, at, rows));
    at += rows;
  }
  statistics.rows += at;
  statistics.executions += 1;
  statistics.inputMicroseconds += result.inputMicroseconds;
  statistics.inferMicroseconds += result.inferMicroseconds;
  statistics.outputMicroseconds += 1000 * (performance.now() - began);
}
