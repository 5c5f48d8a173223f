// What an ensemble is once it is trained: everything that prediction needs, and where it came from. No time, path or
// number of workers, so that the same configuration gives the same file, byte for byte.

import type { Seed, SequentialConfig, Weights } from '@convoy/core';
import type { CombinationName } from '../combine/combination.ts';
import type { MemberFigures } from '../events.ts';

export interface EnsembleMember extends MemberFigures {
  /** What its initialization, order and dropout were drawn from. */
  readonly seed: Seed;
}

export interface TrainedMember extends EnsembleMember {
  readonly weights: Weights;
}

export interface EnsembleContent {
  /** The network that all members share, with the normalization that turns bytes into its input. */
  readonly model: SequentialConfig;
  readonly classNames: readonly string[];
  /** What it was trained on. */
  readonly dataset: { readonly name: string; readonly sha256: string };
  readonly combination: { readonly method: CombinationName };
  /** In the order of their numbers, at least one. */
  readonly members: readonly TrainedMember[];
}
