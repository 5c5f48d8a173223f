import { argMax } from './argMax.ts';

/**
 * How often rows of each class were taken for each class: `matrix[label][predicted]`, both in the order of the classes.
 *
 * @param probabilities `[count, classes]`
 * @param labels `[count]`, class indices
 */
export function confusionMatrix(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): number[][] {
  const matrix = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  for (const [n, predicted] of argMax(probabilities, classes).entries()) {
    const row = matrix[labels[n] as number];
    if (row !== undefined) row[predicted] = (row[predicted] ?? 0) + 1;
  }
  return matrix;
}
