// How the predictions of members become one. A way to do it is one file here and its line in the lists below; weights and
// a temperature that were fitted on validation data are part of the ensemble, and plain data in its file.

import { greedy } from './greedy.ts';
import { mean } from './mean.ts';
import { applyTemperature } from './temperature.ts';
import { vote } from './vote.ts';

/**
 * Takes each member's probabilities, `[count, classes]` in the order of the members, and gives the ensemble's, of the
 * same shape. Must depend on nothing else, so that the same members always give the same bits.
 *
 * @param weights one a member, of sum 1; only ways that are fitted have them
 */
export type Combine = (
  members: readonly Float32Array[],
  classes: number,
  weights: readonly number[] | undefined,
) => Float32Array;

/** The names of the ways in which members become one. */
export const combinationNames = ['mean', 'vote', 'greedy'] as const;

/**
 * `mean` of the softmax outputs, majority `vote`, or a mean with weights that `greedy` selection found. The name that an
 * ensemble's file holds.
 */
export type CombinationName = (typeof combinationNames)[number];

const ways: Readonly<Record<CombinationName, Combine>> = { mean, vote, greedy };

/** All that turns the members' probabilities into the ensemble's, as plain data. */
export interface Combination {
  readonly method: CombinationName;
  /** One a member, at least 0, of sum 1. Needed by `greedy`; the others have none. */
  readonly weights?: readonly number[];
  /** What the combined probabilities are calibrated with, above 0. @default 1, which changes nothing */
  readonly temperature?: number;
}

/**
 * Combines the members' probabilities, each `[count, classes]`, then calibrates the result.
 * @throws {EnsembleError} if there are no members, they differ in size, or weights are missing
 */
export function combine(
  combination: Combination,
  members: readonly Float32Array[],
  classes: number,
): Float32Array {
  const { temperature } = combination;
  const combined = combineUncalibrated(combination, members, classes);
  return temperature === undefined ? combined : applyTemperature(combined, classes, temperature);
}

/** Combines the members' probabilities without the temperature: what a temperature is fitted on. */
export function combineUncalibrated(
  { method, weights }: Combination,
  members: readonly Float32Array[],
  classes: number,
): Float32Array {
  return ways[method](members, classes, weights);
}
