/**
 * How sure each row is: its largest probability.
 *
 * @param probabilities `[count, classes]`
 * @returns `[count]`
 */
export function confidences(probabilities: Float32Array, classes: number): Float32Array {
  const largest = new Float32Array(probabilities.length / classes);
  for (let n = 0; n < largest.length; n++) {
    for (let c = 0; c < classes; c++) {
      const probability = probabilities[n * classes + c] as number;
      if (probability > (largest[n] as number)) largest[n] = probability;
    }
  }
  return largest;
}
