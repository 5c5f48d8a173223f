import { argMax } from '../metrics/argMax.ts';
import { mean } from './mean.ts';

/**
 * Majority vote (Hansen and Salamon, "Neural network ensembles", 1990). Every member has one ballot for its most
 * probable class, and one more ballot is split as the mean of the members' probabilities says: it decides between
 * classes with as many votes, and can overrule no majority. A class's probability is its share of these ballots.
 *
 * @param members one `[count, classes]` array a member, at least one
 * @throws {EnsembleError} if there are no members or they disagree about the size
 */
export function vote(members: readonly Float32Array[], classes: number): Float32Array {
  const ballots = Float64Array.from(mean(members));
  for (const member of members) {
    for (const [n, label] of argMax(member, classes).entries()) {
      ballots[n * classes + label] = (ballots[n * classes + label] as number) + 1;
    }
  }
  return Float32Array.from(ballots, (share) => share / (members.length + 1));
}
