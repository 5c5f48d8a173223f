// What `fit` is told, checked and made explicit.

import { type AugmentationSpec, resolveAugmentation } from '../data/augmentation/list.ts';
import { type CheckedRows, checkRows, type Rows, sliceRows } from '../data/rows.ts';
import { CoreError } from '../errors.ts';
import { readOptions } from '../layers/options.ts';
import type { ModelStructure } from '../model/structure.ts';
import { deriveSeed, type Seed } from '../random/seed.ts';
import type { Callback } from './callbacks/callback.ts';
import { type ClassWeight, classWeightsOf, sampledLabels } from './classWeight.ts';
import type { TrainingState } from './state.ts';

/** What `fit` is told. */
export interface FitOptions {
  /** A part of an epoch is trained as its first steps: 9.9 epochs of 48 steps are 476 steps. @default 1 */
  readonly epochs?: number;
  /** Rows of one update; the last of an epoch may have fewer. @default 32 */
  readonly batchSize?: number;
  /** Whether rows that do not fill a last batch are left out of their epoch. @default false */
  readonly dropRemainder?: boolean;
  /** The share of the rows, taken from their end before any shuffling, that is not trained on. @default 0 */
  readonly validationSplit?: number;
  /** Rows to validate on, in place of a split. */
  readonly validationData?: Rows;
  /** Whether each epoch has an order of its own. @default true */
  readonly shuffle?: boolean;
  /** Done to every image that is trained on, drawn anew each epoch, in this order; never to validation. @default [] */
  readonly augmentation?: readonly AugmentationSpec[];
  /** Indices of the rows to train on, each as often as it stands there, in place of all: a bootstrap sample. */
  readonly sample?: Uint32Array;
  /**
   * How much the rows of each class count, by class index: `{ 1: 3.5 }`, where classes left out count 1, or `balanced`.
   * Training loss and gradient are weighted, as Keras's `class_weight` does; validation, accuracy and metrics are not.
   * @default every row counts the same
   */
  readonly classWeight?: ClassWeight;
  readonly callbacks?: readonly Callback[];
  /**
   * The order of rows, their augmentation and what dropout drops follow from it, and the weights if they have no values
   * yet. @default 0
   */
  readonly seed?: number | Seed;
  /** Goes on from a state that `training.state()` gave, to the same bits as if it had never been interrupted. */
  readonly resumeFrom?: TrainingState;
  /**
   * Awaited after each batch, of training or validation, so that other events are handled.
   * @default a turn of the event loop
   */
  readonly yieldToEvents?: () => Promise<void>;
}

const optionNames = [
  'epochs',
  'batchSize',
  'dropRemainder',
  'validationSplit',
  'validationData',
  'shuffle',
  'augmentation',
  'sample',
  'classWeight',
  'callbacks',
  'seed',
  'resumeFrom',
  'yieldToEvents',
] as const satisfies readonly (keyof FitOptions)[];

/** Nothing left out. */
export interface FitPlan {
  readonly epochs: number;
  readonly batchSize: number;
  readonly stepsPerEpoch: number;
  /** Of all epochs. */
  readonly totalSteps: number;
  readonly shuffle: boolean;
  readonly train: CheckedRows;
  /** Rows of an epoch. */
  readonly trainCount: number;
  /** Which of the rows they are; null for all, as they lie. */
  readonly sample: Uint32Array | null;
  /** The weight of each class; null if every row counts the same. */
  readonly classWeights: Float32Array | null;
  /** Null where nothing is validated. */
  readonly validation: CheckedRows | null;
  readonly augmentation: readonly AugmentationSpec[];
  readonly callbacks: readonly Callback[];
  readonly seed: number | Seed;
  readonly resumeFrom: TrainingState | undefined;
  readonly yieldToEvents: () => Promise<void>;
}

/** @throws {CoreError} naming the option or row that is wrong. */
export function planFit(
  structure: ModelStructure,
  data: Rows,
  options: FitOptions,
  yieldToEvents: () => Promise<void>,
): FitPlan {
  const read = readOptions('fit', options, optionNames, 'invalid-argument');
  const { inputShape } = structure.config;
  const classes = structure.outputShape[0] ?? 0;
  const rows = checkRows(data, inputShape, classes);
  const { count } = rows;
  const share = 'a number from 0 up to, not including, 1';
  const split = read.number('validationSplit', share, (s) => s >= 0 && s < 1, 0);
  const { validationData } = options;
  const given = validationData ? checkRows(validationData, inputShape, classes) : null;
  if (split > 0 && given !== null) {
    throw new CoreError('invalid-argument', 'fit: give validationSplit or validationData, not both');
  }

  // Keras's rule, to the same row: the end of the data as it was given, before it is shuffled.
  const kept = split > 0 ? Math.floor(count * (1 - split)) : count;
  if (split > 0 && (kept === 0 || kept === count)) {
    throw read.error('validationSplit', `a share that leaves rows on both sides of ${count}`);
  }
  const sample = options.sample ?? null;
  if (sample !== null) requireSample(sample, kept);
  const train = sliceRows(rows, inputShape, 0, kept);
  const { classWeight } = options;
  const trainCount = sample?.length ?? kept;
  const epochs = read.number('epochs', 'a number above 0', (number) => number > 0, 1);
  const batchSize = read.positiveInteger('batchSize', 32);
  const dropRemainder = read.boolean('dropRemainder', false);
  const stepsPerEpoch = (dropRemainder ? Math.floor : Math.ceil)(trainCount / batchSize);
  if (stepsPerEpoch === 0) {
    throw read.error(
      'batchSize',
      `at most the ${trainCount} rows of training, since the remainder is dropped`,
    );
  }
  return {
    epochs,
    batchSize,
    stepsPerEpoch,
    totalSteps: Math.ceil(epochs * stepsPerEpoch),
    shuffle: read.boolean('shuffle', true),
    train,
    trainCount,
    sample,
    classWeights:
      classWeight === undefined
        ? null
        : classWeightsOf(classWeight, classes, sampledLabels(train.labels, sample)),
    validation: split > 0 ? sliceRows(rows, inputShape, kept, count) : given,
    augmentation: resolveAugmentation(options.augmentation ?? [], inputShape),
    callbacks: options.callbacks ?? [],
    seed: options.seed ?? 0,
    resumeFrom: options.resumeFrom,
    yieldToEvents: options.yieldToEvents ?? yieldToEvents,
  };
}

function requireSample(sample: Uint32Array, count: number): void {
  const wrong = sample.find((row) => row >= count);
  if (wrong === undefined && sample.length > 0) return;
  const found = wrong === undefined ? 'none' : `row ${wrong}`;
  throw new CoreError(
    'invalid-argument',
    `fit: sample: expected one or more of the ${count} rows of training, found ${found}`,
  );
}

/** The seed of one purpose of a training: `order`, `dropout`, `augmentation`, `initialization`. */
export function purposeSeed(seed: number | Seed, ...purpose: readonly (string | number)[]): Seed {
  return typeof seed === 'number' ? deriveSeed(seed, ...purpose) : deriveSeed(0, seed, ...purpose);
}
