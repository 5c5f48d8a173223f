import { argMax } from './argMax.ts';

/**
 * The share of rows, 0 … 1, whose largest probability is at their label.
 *
 * @param probabilities `[count, classes]`
 * @param labels `[count]`, class indices
 */
export function accuracy(probabilities: Float32Array, labels: ArrayLike<number>, classes: number): number {
  const predicted = argMax(probabilities, classes);
  let matches = 0;
  for (let n = 0; n < predicted.length; n++) if (predicted[n] === labels[n]) matches++;
  return matches / predicted.length;
}
