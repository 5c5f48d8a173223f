// What a run tells while it goes on: plain data, the lines of `convoy train --json`.

export interface SplitFigures {
  readonly accuracy: number;
  /** Mean negative log-likelihood of the true class, in nats. */
  readonly nll: number;
}

/** On the test split. */
export interface TestFigures extends SplitFigures {
  /** The same with test-time augmentation, where the run asked for it: a figure beside the plain one, never in its place. */
  readonly testTimeAugmentation?: SplitFigures;
}

/** One member's part of the `done` event, on the test split; `epochs` counts those it really trained. */
export interface MemberFigures extends TestFigures {
  /** Its number in the run, from 0: members that failed leave gaps. */
  readonly member: number;
  readonly epochs: number;
}

/** A member that is not part of the ensemble, and why. */
export interface MemberFailure {
  readonly member: number;
  readonly error: string;
}

/** What is measured at the end of an epoch of one member. */
export interface EpochFigures {
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  readonly learningRate: number;
  readonly seconds: number;
}

export type TrainEvent =
  | {
      readonly event: 'start';
      readonly run: string | null;
      readonly members: number;
      readonly workers: number;
      readonly epochs: number;
      readonly trainingImages: number;
      readonly validationImages: number;
      readonly backend: string;
    }
  | { readonly event: 'member-start'; readonly member: number; readonly seed: string }
  | {
      readonly event: 'progress';
      readonly member: number;
      /** Counts from 1. */
      readonly epoch: number;
      readonly step: number;
      readonly stepsPerEpoch: number;
      readonly loss: number;
      readonly accuracy: number;
      readonly imagesPerSecond: number;
    }
  | ({ readonly event: 'epoch'; readonly member: number; readonly epoch: number } & EpochFigures)
  | ({ readonly event: 'member-done' } & MemberFigures)
  | ({ readonly event: 'member-failed' } & MemberFailure)
  | { readonly event: 'warning'; readonly message: string }
  | {
      readonly event: 'done';
      readonly run: string | null;
      /** Of the combined probabilities on the test split; null if no member finished. */
      readonly ensemble: TestFigures | null;
      readonly members: readonly MemberFigures[];
      /** Members that are not part of the ensemble, and why. */
      readonly failed: readonly MemberFailure[];
      /** Whether the run was stopped before its end. */
      readonly stopped: boolean;
      readonly seconds: number;
    };
