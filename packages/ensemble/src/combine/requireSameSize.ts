import { EnsembleError } from '../errors.ts';

/**
 * The members' common number of probabilities.
 * @throws {EnsembleError} if there are no members or they disagree about the size
 */
export function requireSameSize(way: string, members: readonly Float32Array[]): number {
  const [first, ...rest] = members;
  if (first === undefined) {
    throw new EnsembleError(
      'invalid-option',
      `${way}: an ensemble of 0 members predicts nothing; give at least 1`,
    );
  }
  for (const [at, member] of rest.entries()) {
    if (member.length === first.length) continue;
    throw new EnsembleError(
      'invalid-option',
      `${way}: member 0 has ${first.length} probabilities, member ${at + 1} has ${member.length}; expected the same`,
    );
  }
  return first.length;
}
