// Some of the rows of a split, drawn so that each class keeps its proportion.

import { createGenerator } from '@convoy/core';
import type { RowSubset } from './spec.ts';

/**
 * The rows of each class are put in a random order, and the classes are merged evenly: a row that is k-th of n in its class stands
 * at (k + ½) / n. The first `count` rows hold each class in its proportion, to within one row, and those of every smaller count.
 * @returns `[count]`, indices of rows, ascending
 */
export function stratifiedRows(labels: Uint8Array, { count, seed }: RowSubset): Uint32Array {
  const order = createGenerator(seed).permutation(labels.length);
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const seen = new Map<number, number>();
  const placed = Array.from(order, (row) => {
    const label = labels[row] ?? 0;
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    return { row, place: (before + 0.5) / (sizes.get(label) ?? 1) };
  });
  // Classes of one size meet at each place: their order there is that of the permutation, so that none comes first every time.
  placed.sort((a, b) => a.place - b.place);
  return Uint32Array.from(placed.slice(0, count), ({ row }) => row).sort();
}
