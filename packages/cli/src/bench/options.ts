// What benchmarks can be told: the schemas of the options that several of them have.

import { availableParallelism } from 'node:os';
import { backends } from '../options/backends.ts';
import { listOf, oneOf, text, wholeNumber } from '../options/schemas.ts';

export const backendOptions = {
  backend: oneOf(backends).default('auto'),
  kernels: oneOf(['fast', 'strict']).default('fast'),
};

/** Backends to compare, separated by commas; `all` is each that runs here. */
export const backendList = listOf([...backends, 'all']);

export const batchSize = wholeNumber(1, 65_536);

export const networkOptions = {
  model: text.default('lecture-cnn'),
  batchSize: batchSize.default(256),
  workers: wholeNumber(1, 256).default(() => availableParallelism()),
  ...backendOptions,
};

/** As long as is measured, but no more than a second: `--seconds 0.1` is for a quick look. */
export function warmupSeconds(seconds: number): number {
  return Math.min(1, seconds);
}
