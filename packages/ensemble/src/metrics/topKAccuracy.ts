import { EnsembleError } from '../errors.ts';

/**
 * The share of rows, 0 … 1, whose label is among the `k` classes of the largest probabilities. Of equal probabilities the class
 * of the lower index comes first, as in `argMax`, so that `k` 1 is the accuracy.
 *
 * @param probabilities `[count, classes]`
 * @param labels `[count]`, class indices
 * @throws {EnsembleError} `invalid-option` if `k` is not a whole number from 1 to `classes`
 */
export function topKAccuracy(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  k: number,
): number {
  if (!Number.isInteger(k) || k < 1 || k > classes) {
    throw new EnsembleError('invalid-option', `k: expected a whole number from 1 to ${classes}, got ${k}`);
  }
  const count = probabilities.length / classes;
  let matches = 0;
  for (let n = 0; n < count; n++) {
    const row = probabilities.subarray(n * classes, (n + 1) * classes);
    const label = labels[n] ?? 0;
    const own = row[label] ?? 0;
    let before = 0;
    for (const [c, probability] of row.entries()) {
      if (probability > own || (probability === own && c < label)) before++;
    }
    if (before < k) matches++;
  }
  return matches / count;
}
