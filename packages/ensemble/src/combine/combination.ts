// How the predictions of members become one. A combination is one file here and one line in the list below.

import { mean } from './mean.ts';

/**
 * Takes each member's probabilities, `[count, classes]` in the order of the members, and gives the ensemble's, of the
 * same shape. Must depend on nothing else, so that the same members always give the same bits.
 */
export type Combination = (members: readonly Float32Array[], classes: number) => Float32Array;

const combinations = { mean } satisfies Record<string, Combination>;

/** The name that an ensemble's file holds. */
export type CombinationName = keyof typeof combinations;

export const combinationNames = Object.keys(combinations) as CombinationName[];

/** Combines the members' probabilities, each `[count, classes]`, in the way of that name. */
export function combine(
  method: CombinationName,
  members: readonly Float32Array[],
  classes: number,
): Float32Array {
  const combination: Combination = combinations[method];
  return combination(members, classes);
}
