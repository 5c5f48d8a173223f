// Options of a predictor, with their defaults and limits.

import { availableParallelism } from 'node:os';
import { ServeError } from '../errors.ts';

/** Options for `createPredictor`. */
export interface PredictorOptions {
  /** Threads that predict, each with a copy of the weights. @default one less than there are processors, at least 1 */
  readonly workers?: number;
  /** Rows that one execution takes; a request with more is split. @default 64 */
  readonly maxBatch?: number;
  /** Milliseconds that rows wait for others to fill a batch while a worker is free. @default 0, which takes what is there */
  readonly maxDelay?: number;
  /** Rows that may wait; more are refused with `queue-full`. @default 1024 */
  readonly maxQueue?: number;
  /** Milliseconds that a request may take from arrival to answer. @default 10000 */
  readonly timeout?: number;
  /** Of a picture, before it is decoded. @default 16777216, a square of 4096 */
  readonly maxPixels?: number;
  /** Images whose largest probability is smaller get no class. @default 0, which is never */
  readonly abstainBelow?: number;
  /** What the networks run on. @default 'auto' */
  readonly backend?: string;
}

/** The options of a predictor with every default. */
export type ResolvedPredictorOptions = Required<PredictorOptions>;

/** @throws {ServeError} `invalid-option`, naming it */
export function resolvePredictorOptions(options: PredictorOptions): ResolvedPredictorOptions {
  const resolved = {
    workers: options.workers ?? Math.max(1, availableParallelism() - 1),
    maxBatch: options.maxBatch ?? 64,
    maxDelay: options.maxDelay ?? 0,
    maxQueue: options.maxQueue ?? 1024,
    timeout: options.timeout ?? 10_000,
    maxPixels: options.maxPixels ?? 4096 * 4096,
    abstainBelow: options.abstainBelow ?? 0,
    backend: options.backend ?? 'auto',
  };
  for (const name of ['workers', 'maxBatch', 'maxQueue', 'timeout', 'maxPixels'] as const) {
    const value = resolved[name];
    if (!Number.isSafeInteger(value) || value < 1) throw invalid(name, 'a whole number of 1 or more', value);
  }
  if (!(resolved.maxDelay >= 0)) throw invalid('maxDelay', 'milliseconds, 0 or more', resolved.maxDelay);
  if (!(resolved.abstainBelow >= 0 && resolved.abstainBelow <= 1)) {
    throw invalid('abstainBelow', 'a probability from 0 to 1', resolved.abstainBelow);
  }
  return resolved;
}

function invalid(name: string, expected: string, value: unknown): ServeError {
  return new ServeError('invalid-option', `${name}: expected ${expected}, got ${value}`);
}
