// What may listen to a training and steer it. Every function may be asynchronous: training waits for it.

import type { PlainData } from '../../format/plainData.ts';
import type { Tensor, Weights } from '../../format/tensor.ts';
import type { EpochMetrics, History, MetricName } from '../history.ts';
import type { Sequential } from '../sequential.ts';
import type { TrainingState } from '../state.ts';

/** After each batch. */
export interface BatchEnd {
  /** Counted from 0, as in Keras. */
  readonly epoch: number;
  /** Counted from 0, within the epoch. */
  readonly batch: number;
  /** Rows of this batch: the last of an epoch may have fewer. */
  readonly rows: number;
  /** Averages over the epoch so far. */
  readonly loss: number;
  readonly accuracy: number;
  readonly learningRate: number;
  /** Metrics that `compile` was given, by their names: averages over the epoch so far. */
  readonly [metric: string]: number;
}

/** After each epoch. */
export interface EpochEnd extends EpochMetrics {
  /** Counted from 0, as in Keras. */
  readonly epoch: number;
}

/** The training that a callback is called from. */
export interface Training {
  readonly model: Sequential;
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  /** Of all epochs: fewer than `epochs · stepsPerEpoch` if the last epoch is trained in part. */
  readonly totalSteps: number;
  /** What each epoch measures. */
  readonly metrics: readonly MetricName[];
  readonly history: History;
  /** Of the next step. Setting it replaces the optimizer's rate or schedule from then on. */
  learningRate: number;
  /** Ends the training after this batch, of training or validation, or this epoch. An epoch that is cut short is in no history. */
  stopTraining(): void;
  /** Copies of the weights that the model would end with if training ended now: the average, where one is kept. */
  finalWeights(): Promise<Weights>;
  /** A snapshot of all that it takes to resume from here later: see `resumeFrom` of `fit`. */
  state(): Promise<TrainingState>;
}

/** What a callback must remember when a training is resumed. */
export interface CallbackState {
  readonly data: PlainData;
  readonly tensors: ReadonlyMap<string, Tensor>;
}

/** Listens to a training and steers it. Every function is optional. */
export interface Callback {
  /** For errors, and to recognize its part of a saved state. */
  readonly name?: string;
  /** Before the first step, also of a training that is resumed. */
  onTrainBegin?(training: Training): void | Promise<void>;
  /** Before an epoch's first batch; epochs count from 0. */
  onEpochBegin?(epoch: number, training: Training): void | Promise<void>;
  /** After each batch of training rows. */
  onBatchEnd?(batch: BatchEnd, training: Training): void | Promise<void>;
  /** After each batch of validation rows. */
  onTestBatchEnd?(training: Training): void | Promise<void>;
  /** After an epoch and its validation. */
  onEpochEnd?(epoch: EpochEnd, training: Training): void | Promise<void>;
  /**
   * What a model with these weights ends with: an average kept beside them, for example. Applied before `onTrainEnd`,
   * unless training ended with an error. The result shares no arrays with the callback.
   */
  finalWeights?(weights: Weights): Weights;
  /** However the training ends: last epoch, stopped, or with an error. */
  onTrainEnd?(training: Training): void | Promise<void>;
  /** What the callback must remember when a training is resumed. The tensors are copied. */
  state?(): CallbackState;
  /** Called after `onTrainBegin` with what `state` gave. */
  restore?(state: CallbackState, training: Training): void;
}
