import { EnsembleError } from '../errors.ts';

/**
 * The average of the members' softmax outputs. Each cell is summed over the members in their order, in float64, and
 * rounded to float32 once: the result does not depend on who finished first.
 *
 * @param members one `[count, classes]` array a member, at least one
 * @throws {EnsembleError} if there are no members or they disagree about the size
 */
export function mean(members: readonly Float32Array[]): Float32Array {
  const [first, ...rest] = members;
  if (first === undefined) {
    throw new EnsembleError(
      'invalid-option',
      'mean: an ensemble of 0 members predicts nothing; give at least 1',
    );
  }
  const sums = Float64Array.from(first);
  for (const [at, member] of rest.entries()) {
    if (member.length !== sums.length) {
      throw new EnsembleError(
        'invalid-option',
        `mean: member 0 has ${sums.length} probabilities, member ${at + 1} has ${member.length}; expected the same`,
      );
    }
    for (let i = 0; i < member.length; i++) sums[i] = (sums[i] as number) + (member[i] as number);
  }
  return Float32Array.from(sums, (sum) => sum / members.length);
}
