/**
 * The class of each row: where its largest probability is, the first of equals.
 *
 * @param probabilities `[count, classes]`
 * @returns `[count]`
 */
export function argMax(probabilities: Float32Array, classes: number): Int32Array {
  const labels = new Int32Array(probabilities.length / classes);
  for (let n = 0; n < labels.length; n++) {
    let best = 0;
    let largest = Number.NEGATIVE_INFINITY;
    for (let c = 0; c < classes; c++) {
      const probability = probabilities[n * classes + c] as number;
      if (probability > largest) {
        largest = probability;
        best = c;
      }
    }
    labels[n] = best;
  }
  return labels;
}
