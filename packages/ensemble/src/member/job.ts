// What a member is told, as plain data that any executor can carry to where it is trained, and what it gives back.

import type { Seed, Split, TrainingState, Weights } from '@convoy/core';
import type { CheckpointSchedule } from '../checkpoint/callback.ts';
import type { EpochFigures, SplitFigures } from '../events.ts';
import type { TrainingConfig } from '../options/configuration.ts';
import type { ControlWord } from './controlWord.ts';

export type { TrainingConfig };

/** The rows of a run, over SharedArrayBuffers: handing them to a worker copies nothing. */
export interface TrainingData {
  readonly train: Split;
  /** The rows set aside; null where there are none. */
  readonly validation: Split | null;
  readonly test: Split;
  readonly classes: number;
  /** Of the whole data set. */
  readonly sha256: string;
}

export interface MemberSeeds {
  readonly initialization: Seed;
  /** Order of the rows, augmentation and dropout: the training loop splits it further. */
  readonly training: Seed;
  /** Which rows it is trained on, with the strategy `bagging`. */
  readonly bootstrap?: Seed;
}

export interface MemberJob {
  readonly member: number;
  /** The name of its stream of random numbers, in files and events. */
  readonly seed: Seed;
  readonly seeds: MemberSeeds;
  readonly training: TrainingConfig;
  readonly data: TrainingData;
  readonly control: ControlWord;
  /** Weights that it begins with, in place of an initialization. */
  readonly startFrom?: Weights;
  /** When and where its state is saved; null where nothing is written. */
  readonly checkpoints: (CheckpointSchedule & { readonly folder: string }) | null;
  /** The state that it goes on from after an interruption; null to begin anew. */
  readonly resumeFrom: TrainingState | null;
}

export interface MemberResult {
  readonly epochs: readonly EpochFigures[];
  readonly weights: Weights;
  readonly test: SplitPredictions;
  /** The test split with test-time augmentation; null where none was asked for. */
  readonly augmentedTest: SplitPredictions | null;
  readonly validation: SplitPredictions | null;
  readonly seconds: number;
}

export interface SplitPredictions {
  readonly figures: SplitFigures;
  /** `[count, classes]` */
  readonly probabilities: Float32Array;
}

/**
 * How a member ended, where its code came to an end. One that was stopped gives nothing back but how far it came. A loss
 * that is not finite would be so again; where a checkpoint cannot be written, nothing else can.
 */
export type MemberOutcome =
  | { readonly status: 'finished'; readonly result: MemberResult }
  | { readonly status: 'stopped'; readonly epochs: number }
  | { readonly status: 'diverged' | 'not-saved'; readonly error: string };
