// Batch normalization (Ioffe and Szegedy, 2015). A channel is the last axis; its statistics are over all else.

import type {
  BatchNormalization,
  BatchNormalizationInputGrad,
  BatchNormalizationParameterGrad,
  BatchNormalizationStatistics,
} from '../../operations.ts';
import { add, at, type Batch } from './cells.ts';

export function batchNormalizationStatistics(operation: BatchNormalizationStatistics, batch: Batch): void {
  const input = batch.data(operation.input);
  const mean = batch.data(operation.mean);
  const variance = batch.data(operation.variance);
  const channels = mean.length;
  const count = input.length / channels;
  mean.fill(0);
  input.forEach((x, i) => {
    add(mean, i % channels, x / count);
  });
  variance.fill(0);
  input.forEach((x, i) => {
    add(variance, i % channels, (x - at(mean, i % channels)) ** 2 / count);
  });
  // Of a single element the variance is 0, whichever way it is counted.
  const correction = operation.unbiasedMovingVariance ? count / Math.max(1, count - 1) : 1;
  moveTowards(batch.data(operation.movingMean), mean, operation.momentum, 1);
  moveTowards(batch.data(operation.movingVariance), variance, operation.momentum, correction);
}

function moveTowards(moving: Float64Array, target: Float64Array, momentum: number, factor: number): void {
  moving.forEach((value, c) => {
    moving[c] = momentum * value + (1 - momentum) * factor * at(target, c);
  });
}

interface Normalized {
  readonly epsilon: number;
  readonly input: string;
  readonly mean: string;
  readonly variance: string;
}

/** `1 / √(variance + epsilon)` of each channel. */
function inverseDeviations(operation: Normalized, batch: Batch): Float64Array {
  return batch.data(operation.variance).map((variance) => 1 / Math.sqrt(variance + operation.epsilon));
}

/** `(input − mean) / √(variance + epsilon)`. */
function normalize(operation: Normalized, batch: Batch): Float64Array {
  const mean = batch.data(operation.mean);
  const inverse = inverseDeviations(operation, batch);
  return batch
    .data(operation.input)
    .map((x, i) => (x - at(mean, i % mean.length)) * at(inverse, i % mean.length));
}

export function batchNormalization(operation: BatchNormalization, batch: Batch): void {
  const channels = batch.data(operation.mean).length;
  const gamma = operation.gamma === null ? new Float64Array(channels).fill(1) : batch.data(operation.gamma);
  const beta = operation.beta === null ? new Float64Array(channels) : batch.data(operation.beta);
  const output = batch.data(operation.output);
  normalize(operation, batch).forEach((x, i) => {
    output[i] = at(gamma, i % channels) * x + at(beta, i % channels);
  });
}

export function batchNormalizationParameterGrad(
  operation: BatchNormalizationParameterGrad,
  batch: Batch,
): void {
  const outputGrad = batch.data(operation.outputGrad);
  const gammaGrad = batch.data(operation.gammaGrad);
  const betaGrad = batch.data(operation.betaGrad);
  gammaGrad.fill(0);
  betaGrad.fill(0);
  normalize(operation, batch).forEach((x, i) => {
    add(gammaGrad, i % gammaGrad.length, at(outputGrad, i) * x);
    add(betaGrad, i % betaGrad.length, at(outputGrad, i));
  });
}

/** `inputGrad = gamma / √(variance + ε) · (outputGrad − betaGrad / count − normalized · gammaGrad / count)`. */
export function batchNormalizationInputGrad(operation: BatchNormalizationInputGrad, batch: Batch): void {
  const outputGrad = batch.data(operation.outputGrad);
  const gammaGrad = batch.data(operation.gammaGrad);
  const betaGrad = batch.data(operation.betaGrad);
  const inputGrad = batch.data(operation.inputGrad);
  const channels = gammaGrad.length;
  const count = inputGrad.length / channels;
  const gamma = operation.gamma === null ? new Float64Array(channels).fill(1) : batch.data(operation.gamma);
  const inverse = inverseDeviations(operation, batch);
  normalize(operation, batch).forEach((x, i) => {
    const c = i % channels;
    const throughStatistics = (at(betaGrad, c) + x * at(gammaGrad, c)) / count;
    inputGrad[i] = at(gamma, c) * at(inverse, c) * (at(outputGrad, i) - throughStatistics);
  });
}
