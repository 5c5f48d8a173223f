// How much members differ, without which an ensemble is no better than one of them.

import { disagreementMatrix, meanDisagreement } from './disagreement.ts';
import { mutualInformation } from './uncertainty.ts';

/** How much members differ, and what it brings. */
export interface Diversity {
  /** `[a][b]`: the share of rows to which members a and b give different classes. */
  readonly disagreement: readonly (readonly number[])[];
  /** Over all pairs; 0 for a single member. */
  readonly meanDisagreement: number;
  /** The entropy of the members' mean less the mean of their entropies, averaged over the rows, in nats. */
  readonly mutualInformation: number;
  /** The ensemble's accuracy less the mean member's. */
  readonly accuracyGain: number;
}

/**
 * How much members differ on these rows, and what their ensemble gains by it.
 * @param members each `[count, classes]`, at least one
 */
export function diversity(
  members: readonly Float32Array[],
  classes: number,
  accuracyGain: number,
): Diversity {
  const disagreement = disagreementMatrix(members, classes);
  const information = mutualInformation(members, classes);
  return {
    disagreement,
    meanDisagreement: meanDisagreement(disagreement),
    mutualInformation: information.reduce((sum, nats) => sum + nats, 0) / information.length,
    accuracyGain,
  };
}
