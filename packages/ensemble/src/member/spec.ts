// What a member is, as JSON and nothing else: an executor can carry it to a thread, a browser's worker or another machine.

import type { Seed, Weights } from '@convoy/core';
import type { EpochMetrics, SplitMetrics } from '../events.ts';
import type { TrainingConfig } from '../options/configuration.ts';

/** Rows `from` (included) to `to` (excluded) of a split. */
export type RowRange = readonly [from: number, to: number];

/** Some of a range's rows, each class in its proportion. */
export interface RowSubset {
  readonly count: number;
  readonly seed: Seed;
}

/** Which rows of which dataset: whoever has the dataset finds them, and can check that it is the right one. */
export interface DataSpec {
  /** Of the whole dataset. */
  readonly sha256: string;
  readonly classes: number;
  /** Of the training split. */
  readonly train: RowRange;
  /** Of those, the rows that are trained on; missing for all of them. */
  readonly subset?: RowSubset;
  /** Of the training split, set aside; null if there are none. */
  readonly validation: RowRange | null;
  /** Of the test split. */
  readonly test: RowRange;
}

/** The seeds of a member's streams of random numbers. */
export interface MemberSeeds {
  readonly initialization: Seed;
  /** Order of the rows, augmentation and dropout: the training loop splits it further. */
  readonly training: Seed;
  /** Draws the rows that it is trained on, with the strategy `bagging`. */
  readonly bootstrap?: Seed;
}

/** When a member's state is saved. */
export interface CheckpointSchedule {
  /** Batches after which a checkpoint is written within an epoch; null for never. */
  readonly steps: number | null;
  /** Minutes after which a checkpoint is written within an epoch. */
  readonly minutes: number;
}

/** What a member starts from: its initialization, a checkpoint of its own, or the weights of another member or run. */
export type StartPoint =
  | { readonly from: 'initialization' }
  /** `key` names a checkpoint in the run's store. */
  | { readonly from: 'checkpoint'; readonly key: string }
  /** `key` names an ensemble in the run's store; `place` is that of a member in it, from 0. */
  | { readonly from: 'weights'; readonly key: string; readonly place: number };

/** Everything that defines one member's training. It survives `JSON.stringify` and `JSON.parse` unchanged. */
export interface MemberSpec {
  readonly member: number;
  /** The name of its stream of random numbers, in files and events. */
  readonly seed: Seed;
  readonly seeds: MemberSeeds;
  readonly training: TrainingConfig;
  readonly data: DataSpec;
  /** Null for no checkpoints. */
  readonly checkpoints: CheckpointSchedule | null;
  readonly start: StartPoint;
  /**
   * Names this start of the member, in letters and digits, where two machines may train it at once: one that was lost and
   * comes back, and the one that took over. Their checkpoints have different keys, so that neither harms the other.
   */
  readonly attempt?: string;
  /** URLs of modules to import before it is trained: they register layers, losses and so on of the user's own. */
  readonly modules: readonly string[];
}

/** What a finished member returns. */
export interface MemberResult {
  readonly epochs: readonly EpochMetrics[];
  readonly weights: Weights;
  readonly test: SplitPredictions;
  /** The test split with test-time augmentation; null if none was asked for. */
  readonly augmentedTest: SplitPredictions | null;
  readonly validation: SplitPredictions | null;
  readonly seconds: number;
}

/** A member's predictions of a split, and their metrics. */
export interface SplitPredictions {
  readonly metrics: SplitMetrics;
  /** `[count, classes]` */
  readonly probabilities: Float32Array;
}

/**
 * How a member ended, if its code ended by itself. A stopped member returns only how many epochs it finished. A loss that
 * is not finite would be so again; if a checkpoint cannot be written, nothing else can; what the engine refuses, such as
 * a network that is too large, it would refuse again.
 */
export type MemberOutcome =
  | { readonly status: 'finished'; readonly result: MemberResult }
  | { readonly status: 'stopped'; readonly epochs: number }
  | { readonly status: 'diverged' | 'not-saved' | 'refused'; readonly error: string };
