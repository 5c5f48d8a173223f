// What a prediction is unsure about, row by row, in nats.

/**
 * Shannon's entropy of each row: 0 for certainty, ln(classes) for no idea.
 *
 * @param probabilities `[count, classes]`
 * @returns `[count]`
 */
export function entropies(probabilities: Float32Array, classes: number): Float32Array {
  const result = new Float32Array(probabilities.length / classes);
  for (let n = 0; n < result.length; n++) {
    let entropy = 0;
    for (let c = 0; c < classes; c++) entropy += surprise(probabilities[n * classes + c] as number);
    result[n] = entropy;
  }
  return result;
}

/**
 * What the members disagree on, each row: the entropy of their mean, less the mean of their entropies. 0 where all say
 * the same, however unsure; large where each is sure of something else, as on images unlike those of the training
 * (Houlsby et al. 2011; Smith and Gal 2018).
 *
 * @param members each `[count, classes]`, at least one
 * @param weights one a member, of sum 1; equal ones if none are given
 * @returns `[count]`, at least 0
 */
export function mutualInformation(
  members: readonly Float32Array[],
  classes: number,
  weights: readonly number[] = members.map(() => 1 / members.length),
): Float32Array {
  const result = new Float32Array((members[0]?.length ?? 0) / classes);
  for (let n = 0; n < result.length; n++) {
    let information = 0;
    for (let c = 0; c < classes; c++) {
      let mean = 0;
      for (let m = 0; m < members.length; m++) {
        const probability = (members[m] as Float32Array)[n * classes + c] as number;
        const weight = weights[m] ?? 0;
        mean += weight * probability;
        information -= weight * surprise(probability);
      }
      information += surprise(mean);
    }
    // Entropy is concave, so that only rounding makes it negative.
    result[n] = Math.max(0, information);
  }
  return result;
}

/** −p ln p, which tends to 0 with p. */
function surprise(probability: number): number {
  return probability > 0 ? -probability * Math.log(probability) : 0;
}
