/**
 * The Brier score: the squared distance between a row's probabilities and its label's (1 for the true class, 0 for the
 * others), averaged over the rows. 0 is perfect, 2 is certainty in a wrong class. Brier, "Verification of forecasts
 * expressed in terms of probability" (1950), in its original form for many classes.
 *
 * @param probabilities `[count, classes]`
 * @param labels `[count]`, class indices
 */
export function brierScore(probabilities: Float32Array, labels: ArrayLike<number>, classes: number): number {
  const count = probabilities.length / classes;
  let sum = 0;
  for (let n = 0; n < count; n++) {
    for (let c = 0; c < classes; c++) {
      const difference = (probabilities[n * classes + c] as number) - (labels[n] === c ? 1 : 0);
      sum += difference * difference;
    }
  }
  return sum / count;
}
