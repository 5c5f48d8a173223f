// How the members of a run come to differ. A strategy only says what a member begins with, sees, and how fast it learns:
// all of it follows from the run's seed and the member's number.

import { CosineDecay, createGenerator, type OptimizerSpec, type Seed } from '@convoy/core';
import { EnsembleError } from '../errors.ts';
import type { TrainingConfig } from '../options/configuration.ts';

/**
 * As many rows as there are, drawn with replacement: about 63% of them, some several times. Breiman, "Bagging predictors"
 * (1996).
 * @returns `[count]`, indices of rows
 */
export function bootstrapRows(seed: Seed, count: number): Uint32Array {
  const generator = createGenerator(seed);
  return Uint32Array.from({ length: count }, () => generator.integer(count));
}

/**
 * The training of one cycle: the learning rate falls from the optimizer's own to 0, in half a cosine wave over all of the
 * cycle's steps. Huang et al., "Snapshot ensembles: train 1, get M for free" (2017), equation 2.
 */
export function snapshotCycle(training: TrainingConfig, trainingImages: number): TrainingConfig {
  const { optimizer, epochs, batchSize, dropRemainder } = training;
  const stepsPerEpoch = (dropRemainder ? Math.floor : Math.ceil)(trainingImages / batchSize);
  const decaySteps = Math.max(1, Math.ceil(epochs * stepsPerEpoch));
  const learningRate = CosineDecay({ initialLearningRate: constantRate(optimizer), decaySteps });
  return { ...training, optimizer: { ...optimizer, learningRate } };
}

/** @throws {EnsembleError} `invalid-option` if the rate is a schedule already */
export function constantRate({ learningRate }: OptimizerSpec): number {
  if (typeof learningRate === 'number') return learningRate;
  throw new EnsembleError(
    'invalid-option',
    `optimizer: strategy snapshot makes a schedule of its own, got ${learningRate.type}. Give the learning rate as a number, where each cycle begins`,
  );
}
