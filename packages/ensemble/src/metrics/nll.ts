/** Keras's epsilon. A float32 softmax can round to 0, whose logarithm would make the whole mean infinite. */
export const SMALLEST_PROBABILITY = 1e-7;

/**
 * Mean negative log-likelihood of the true class, in nats, summed in float64. Probabilities below
 * `SMALLEST_PROBABILITY` count as that, so one row costs at most 16.1 nats.
 *
 * @param probabilities `[count, classes]`
 * @param labels `[count]`, class indices
 */
export function nll(probabilities: Float32Array, labels: ArrayLike<number>, classes: number): number {
  const count = probabilities.length / classes;
  let sum = 0;
  for (let n = 0; n < count; n++) {
    const probability = probabilities[n * classes + (labels[n] as number)] as number;
    sum -= Math.log(Math.max(probability, SMALLEST_PROBABILITY));
  }
  return sum / count;
}
