// What a run tells while it goes on: plain data, the lines of `convoy train --json`.

/** Measured on a split. */
export interface SplitMetrics {
  readonly accuracy: number;
  /** Mean negative log-likelihood of the true class, in nats. */
  readonly nll: number;
}

/** On the test split. */
export interface TestMetrics extends SplitMetrics {
  /** The same with test-time augmentation, where the run asked for it: a figure beside the plain one, never in its place. */
  readonly testTimeAugmentation?: SplitMetrics;
}

/** One member's part of the `done` event, on the test split; `epochs` counts those it really trained. */
export interface MemberMetrics extends TestMetrics {
  /** Its number in the run, from 0: members that failed leave gaps. */
  readonly member: number;
  readonly epochs: number;
}

/**
 * A member that is not part of the ensemble, and why. A loss that diverged would do so again; after a crash or a stop,
 * resuming the run tries once more. `unprepared`: what it goes on from is missing, such as the snapshot before it.
 */
export interface MemberFailure {
  readonly member: number;
  readonly cause?: 'diverged' | 'crashed' | 'stopped' | 'unprepared';
  readonly error: string;
}

/** What is measured at the end of an epoch of one member. */
export interface EpochMetrics {
  readonly loss: number;
  readonly accuracy: number;
  readonly valLoss?: number;
  readonly valAccuracy?: number;
  readonly learningRate: number;
  readonly seconds: number;
}

/** What a run tells while it goes on: a line of `convoy train --json`. */
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
      /** Whether an interrupted run goes on. */
      readonly resumed?: boolean;
      /** Names of the layers that start from another run's weights, and of those that keep their initialization. */
      readonly startFrom?: { readonly taken: readonly string[]; readonly initialized: readonly string[] };
    }
  | { readonly event: 'member-start'; readonly member: number; readonly seed: string }
  /** A member goes on from a checkpoint. Epochs that were told before are not told again. */
  | {
      readonly event: 'member-resumed';
      readonly member: number;
      /** The epoch that it is in, from 1, and its batches that are done. */
      readonly epoch: number;
      readonly step: number;
    }
  /** Its worker crashed; it is started again, from its last checkpoint if there is one. */
  | {
      readonly event: 'member-restart';
      readonly member: number;
      readonly error: string;
      /** How often it has crashed, and how often it may. */
      readonly failures: number;
      readonly maxFailures: number;
    }
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
  /** Another machine trains it now: where members go to machines, and may go to several. */
  | {
      readonly event: 'member-machine';
      readonly member: number;
      readonly machine: string;
      /** How often a machine that trained it was lost. */
      readonly lost: number;
    }
  | ({ readonly event: 'epoch'; readonly member: number; readonly epoch: number } & EpochMetrics)
  | ({ readonly event: 'member-done' } & MemberMetrics)
  | ({ readonly event: 'member-failed' } & MemberFailure)
  /** All members were paused, or continued, from outside of the process. */
  | { readonly event: 'paused' | 'continued' }
  | { readonly event: 'warning'; readonly message: string }
  | {
      readonly event: 'done';
      readonly run: string | null;
      /** Of the combined probabilities on the test split; null if no member finished. */
      readonly ensemble: TestMetrics | null;
      readonly members: readonly MemberMetrics[];
      /** Members that are not part of the ensemble, and why. */
      readonly failed: readonly MemberFailure[];
      /** Whether the run was stopped before its end. */
      readonly stopped: boolean;
      readonly seconds: number;
    };
