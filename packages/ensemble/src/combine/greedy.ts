import { EnsembleError } from '../errors.ts';
import { SMALLEST_PROBABILITY } from '../metrics/nll.ts';
import { requireSameSize } from './requireSameSize.ts';

/**
 * The mean of the members' softmax outputs with a weight for each: {@link greedyWeights} finds them. Summed in the order
 * of the members, in float64, and rounded to float32 once.
 *
 * @param members one `[count, classes]` array a member, at least one
 * @param weights one a member
 * @throws {EnsembleError} if members and weights do not fit each other
 */
export function greedy(
  members: readonly Float32Array[],
  _classes: number,
  weights: readonly number[] | undefined,
): Float32Array {
  const sums = new Float64Array(requireSameSize('greedy', members));
  if (weights?.length !== members.length) {
    throw new EnsembleError(
      'invalid-option',
      `greedy: ${members.length} members, but ${weights?.length ?? 0} weights; fit them with greedyWeights`,
    );
  }
  for (const [m, member] of members.entries()) {
    const weight = weights[m] as number;
    if (weight === 0) continue;
    for (let i = 0; i < member.length; i++) sums[i] = (sums[i] as number) + weight * (member[i] as number);
  }
  return Float32Array.from(sums);
}

/** Draws a member: enough that a weight is as fine as two hundredths, few enough not to follow noise. */
const ROUNDS = 50;

/**
 * Weights of members, by greedy selection with replacement: again and again the member is added whose addition makes the
 * bag's mean best on held-out rows, and the bag that was the best of all is kept. A member's weight is how often it is in
 * it. Caruana et al., "Ensemble selection from libraries of models" (2004). Best is the smallest NLL, and of equals the
 * first, so that the same members always give the same weights.
 *
 * @param members each `[count, classes]`, of rows that they were not trained on
 * @param labels `[count]`, class indices
 * @returns one weight a member, of sum 1; 0 for one that was never chosen
 */
export function greedyWeights(
  members: readonly Float32Array[],
  labels: ArrayLike<number>,
  classes: number,
): number[] {
  const count = requireSameSize('greedy', members) / classes;
  // NLL only looks at the true classes' probabilities, and so does the bag.
  const ofLabels = members.map((member) =>
    Float64Array.from({ length: count }, (_, n) => member[n * classes + (labels[n] as number)] as number),
  );
  const sums = new Float64Array(count);
  const counts = members.map(() => 0);
  let best = { nll: Number.POSITIVE_INFINITY, counts: [...counts], size: 1 };
  for (let size = 1; size <= ROUNDS; size++) {
    const costs = ofLabels.map((member) => bagNll(sums, member, size));
    const chosen = costs.indexOf(Math.min(...costs));
    const member = ofLabels[chosen] as Float64Array;
    for (let n = 0; n < count; n++) sums[n] = (sums[n] as number) + (member[n] as number);
    counts[chosen] = (counts[chosen] ?? 0) + 1;
    const nll = costs[chosen] as number;
    if (nll < best.nll) best = { nll, counts: [...counts], size };
  }
  return best.counts.map((times) => times / best.size);
}

/** NLL of the bag with one more member, in nats. */
function bagNll(sums: Float64Array, member: Float64Array, size: number): number {
  let nll = 0;
  for (let n = 0; n < sums.length; n++) {
    const probability = ((sums[n] as number) + (member[n] as number)) / size;
    nll -= Math.log(Math.max(probability, SMALLEST_PROBABILITY));
  }
  return nll / sums.length;
}
