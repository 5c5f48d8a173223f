// What of a combination is learned from data: rows that no member was trained on.

import { EnsembleError } from '../errors.ts';
import { type Combination, type CombinationName, combineUncalibrated } from './combination.ts';
import { greedyWeights } from './greedy.ts';
import { fitTemperature } from './temperature.ts';

/** What is fitted. */
export interface FitCombinationOptions {
  readonly method: CombinationName;
  /** Whether a temperature is fitted after pooling. @default false */
  readonly calibrate?: boolean;
}

/** Whether a combination needs validation data. */
export function isFitted({ method, calibrate = false }: FitCombinationOptions): boolean {
  return method === 'greedy' || calibrate;
}

/** What is said where there are no rows to fit on. */
export function noValidation({ method, calibrate = false }: FitCombinationOptions): EnsembleError {
  const what = method === 'greedy' ? 'combine: greedy finds weights' : 'calibrate: a temperature is fitted';
  const instead = calibrate ? 'leave out calibrate' : 'combine by mean';
  return new EnsembleError(
    'invalid-option',
    `${what} on validation images, and validationSplit sets none aside. Set some aside, or ${instead}`,
  );
}

/**
 * Fits weights, if the method has any, and then a temperature to what the members say of validation rows.
 *
 * @param members each `[count, classes]`, of rows that no member was trained on
 * @param labels `[count]`, class indices
 * @example
 * const combination = fitCombination({ method: 'greedy', calibrate: true }, validation.members, labels, 10);
 * const probabilities = combine(combination, test.members, 10);
 */
export function fitCombination(
  { method, calibrate = false }: FitCombinationOptions,
  members: readonly Float32Array[],
  labels: ArrayLike<number>,
  classes: number,
): Combination {
  const pooled: Combination =
    method === 'greedy' ? { method, weights: greedyWeights(members, labels, classes) } : { method };
  if (!calibrate) return pooled;
  return {
    ...pooled,
    temperature: fitTemperature(combineUncalibrated(pooled, members, classes), labels, classes),
  };
}
