// All that a training is at one moment, as data. Restored into a model of the same configuration, with the same rows, it
// goes on as if it had never been interrupted.

import type { AugmentationSpec } from '../data/augmentation/list.ts';
import type { PlainData } from '../format/plainData.ts';
import type { Tensor } from '../format/tensor.ts';
import type { MetricValues } from '../metrics/rowMetrics.ts';
import type { GeneratorState } from '../random/generator.ts';
import type { Seed } from '../random/seed.ts';
import type { History } from './history.ts';

/** The part that is plain data: it fits in the header of a container. */
export interface TrainingProgress {
  /** The epoch that is being trained, or comes next, counted from 0. */
  readonly epoch: number;
  /** Batches of that epoch that are done. */
  readonly step: number;
  /** Updates of the optimizer since the model was compiled. */
  readonly iterations: number;
  /** Rows that are trained on, and rows of a batch: the order of the rows depends on both. */
  readonly rows: number;
  readonly batchSize: number;
  /** Set by a callback in place of the optimizer's; null otherwise. */
  readonly learningRate: number | null;
  /** Of the order of rows, as it was when the epoch began. */
  readonly orderGenerator: GeneratorState;
  readonly dropoutGenerator: GeneratorState;
  readonly augmentation: readonly AugmentationSpec[];
  /** Of the training's beginning: what becomes of a row follows from it, the row and the epoch alone. */
  readonly augmentationSeed: Seed;
  /** The weight of each class; missing if every row counts the same. */
  readonly classWeights?: readonly number[];
  /** Over the epoch's rows so far. */
  readonly sums: {
    readonly loss: number;
    readonly accuracy: number;
    readonly rows: number;
    /** Of the metrics that `compile` was given, by their names; missing where there are none. */
    readonly metrics?: MetricValues;
  };
  readonly history: History;
  /** Of the callbacks that have state, in their order. */
  readonly callbacks: readonly { readonly name: string; readonly data: PlainData }[];
}

/** All that it takes to go on with a training later, to the same bits. */
export interface TrainingState {
  readonly progress: TrainingProgress;
  /**
   * Weights and optimizer state under `model/`, tensors of callbacks under `callback/`:
   * `model/conv2d_1/kernel/velocity`, `callback/0/conv2d_1/kernel`.
   */
  readonly tensors: ReadonlyMap<string, Tensor>;
}
