import { requireSameSize } from './requireSameSize.ts';

/**
 * The average of the members' softmax outputs (Lakshminarayanan et al., "Simple and scalable predictive uncertainty
 * estimation using deep ensembles", 2017). Each cell is summed over the members in their order, in float64, and
 * rounded to float32 once: the result does not depend on who finished first.
 *
 * @param members one `[count, classes]` array a member, at least one
 * @throws {EnsembleError} if there are no members or they disagree about the size
 */
export function mean(members: readonly Float32Array[]): Float32Array {
  const sums = new Float64Array(requireSameSize('mean', members));
  for (const member of members) {
    for (let i = 0; i < member.length; i++) sums[i] = (sums[i] as number) + (member[i] as number);
  }
  return Float32Array.from(sums, (sum) => sum / members.length);
}
