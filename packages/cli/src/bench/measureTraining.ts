// The training benchmark: real training steps in every worker at once, on images with the strokes and the black ground
// of real ones, beside the most that this processor's arithmetic could do, measured in the same minute.

import { availableParallelism, cpus } from 'node:os';
import { glyphs, presetNames } from '@convoy/core';
import { benchmarkTraining } from '@convoy/ensemble';
import { measurePeakGflops } from '@convoy/kernels';
import { z } from 'zod';
import { requireOneOf } from '../options/choices.ts';
import { oneOf, positive, text, wholeNumber } from '../options/schemas.ts';

export const benchTrainOptions = z.strictObject({
  model: text.default('lecture-cnn'),
  batchSize: wholeNumber(1, 65_536).default(256),
  workers: wholeNumber(1, 256).default(() => availableParallelism()),
  seconds: positive.default(10),
  backend: oneOf(['auto', 'wasm', 'gpu', 'reference']).default('auto'),
  kernels: oneOf(['fast', 'strict']).default('fast'),
});

export interface TrainingMeasurement {
  readonly benchmark: 'train';
  readonly model: string;
  /** What really ran. */
  readonly backend: string;
  readonly workers: number;
  /** The sum over workers, each training its own network. */
  readonly imagesPerSecond: number;
  /** A loop of fused multiply-adds that touches no memory, on one processor. */
  readonly peakGflops: number;
  readonly cpu: string;
}

export async function measureTraining(
  options: z.infer<typeof benchTrainOptions>,
): Promise<TrainingMeasurement> {
  requireOneOf('model', options.model, presetNames);
  const dataset = glyphs({ trainCount: 8 * options.batchSize, testCount: 1 });
  const { backend, workers, imagesPerSecond } = await benchmarkTraining({ ...options, dataset });
  const peakGflops = await measurePeakGflops({ relaxed: options.kernels === 'fast' });
  return {
    benchmark: 'train',
    model: options.model,
    backend,
    workers,
    imagesPerSecond: tenths(imagesPerSecond),
    peakGflops: tenths(peakGflops),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
  };
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
