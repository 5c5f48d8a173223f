// What an ensemble is once it is trained: everything that prediction needs, and where it came from. No time, path or
// number of workers, so that the same configuration gives the same file, byte for byte.

import type { Seed, SequentialConfig, Weights } from '@convoy/core';
import type { Combination } from '../combine/combination.ts';
import type { MemberMetrics } from '../events.ts';

export interface EnsembleMember extends MemberMetrics {
  /** What its initialization, order and dropout were drawn from. */
  readonly seed: Seed;
  /** Its own network, where that is not the ensemble's `model`. */
  readonly model?: SequentialConfig;
}

export interface TrainedMember extends EnsembleMember {
  readonly weights: Weights;
}

/** What an `ensemble.convoy` file holds. */
export interface EnsembleContent {
  /** The network of the members that name none of their own, with the normalization that turns bytes into its input. */
  readonly model: SequentialConfig;
  readonly classNames: readonly string[];
  /** What it was trained on. */
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly combination: Combination;
  /** In the order of their numbers, at least one. */
  readonly members: readonly TrainedMember[];
}

/** A member as training leaves it: with its network, whether others share it or not. */
export type MemberWithModel = TrainedMember & { readonly model: SequentialConfig };

/**
 * The ensemble that members make. The first one's network is the ensemble's, and only members with another one name it:
 * there is one way to write an ensemble down.
 *
 * @param members in the order of their numbers, at least one
 */
export function contentOf(
  { classNames, dataset, combination }: Omit<EnsembleContent, 'model' | 'members'>,
  members: readonly [MemberWithModel, ...MemberWithModel[]],
): EnsembleContent {
  const [{ model: shared }] = members;
  const sharedText = JSON.stringify(shared);
  return {
    model: shared,
    classNames,
    dataset: { name: dataset.name, sha256: dataset.sha256 },
    combination,
    members: members.map(({ model, ...member }) =>
      JSON.stringify(model) === sharedText ? member : { ...member, model },
    ),
  };
}
