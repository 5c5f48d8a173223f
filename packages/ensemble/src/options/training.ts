// How each member is trained.

import {
  type AugmentationSpec,
  type LearningRate,
  lossNames,
  type OptimizerName,
  type OptimizerSpec,
  RMSprop,
} from '@convoy/core';
import type { AveragingSpec } from '@convoy/core/internal';
import { augmentations } from './augmentation.ts';
import { type ClassWeights, classWeights } from './classWeight.ts';
import { type EarlyStoppingOptions, isEarlyStopping, monitors } from './earlyStopping.ts';
import {
  fraction,
  hasType,
  type Kind,
  listOf,
  notNegative,
  oneOf,
  passed,
  positive,
  text,
  wholeNumber,
  yesOrNo,
} from './kind.ts';
import { type Loss, losses } from './loss.ts';
import { optimizerFlags, optimizers, scheduleNames } from './optimizer.ts';
import { addition, option, optional } from './option.ts';

const rates: Kind<LearningRate> = {
  ...notNegative,
  expected: 'a number from 0, or a schedule as data, such as { "type": "CosineDecay", … }',
  is: (value): value is LearningRate => notNegative.is(value) || hasType(value),
};

const starts: Kind<string | Uint8Array> = {
  expected: 'a run directory, an ensemble.convoy file, or the bytes of one',
  is: (value): value is string | Uint8Array =>
    (typeof value === 'string' && value !== '') || value instanceof Uint8Array,
  write: (value) => (typeof value === 'string' ? value : null),
};

const averagings = passed(
  'an averaging as data, such as { "type": "ExponentialMovingAverage" }',
  (value): value is AveragingSpec => hasType(value),
);

export const training = {
  /** Passes over the training images. A fraction of an epoch is trained as its first steps. @default 3 */
  epochs: option({
    kind: positive,
    default: 3,
    determines: 'member',
    group: 'Training',
    flag: ['--epochs <n>', 'training epochs; fractions allowed, e.g. 9.9'],
  }),
  /** Images per step. @default 256 */
  batchSize: option({
    kind: wholeNumber(1),
    default: 256,
    determines: 'member',
    group: 'Training',
    flag: ['--batch-size <n>', 'images per step'],
  }),
  /** Whether the images that do not fill a last batch are left out of their epoch. @default false */
  dropRemainder: option({
    kind: yesOrNo,
    default: false,
    determines: 'member',
    group: 'Training',
    flag: ['--drop-remainder', 'leave out the images that do not fill the last batch of an epoch'],
  }),
  /** The last part of the training images, set aside before shuffling. @default 1/6, the lecture's */
  validationSplit: option({
    kind: fraction('from 0'),
    default: 1 / 6,
    determines: 'ensemble',
    group: 'Training',
    flag: ['--validation-split <part>', 'last part of the training images, set aside for validation'],
  }),
  /**
   * Train on this many of the training images that are left once validation images are set aside: drawn from the seed, each class
   * in its proportion, and the same for every member. A smaller number takes a part of what a larger one takes.
   * @default all of them
   */
  trainCount: addition({
    kind: wholeNumber(1),
    determines: 'member',
    group: 'Training',
    flag: ['--train-count <n>', 'train on n of the training images, drawn by the seed (default: all)'],
  }),
  /** Changes every training image at random, anew for every member and epoch. @default [] */
  augmentation: option<readonly AugmentationSpec[], 'member'>({
    kind: augmentations,
    default: [],
    determines: 'member',
    group: 'Training',
    flag: [
      '--augmentation <names>',
      `any of ${augmentations.names.join(', ')}, separated by commas; rotation=15 (default: none)`,
    ],
  }),
  /**
   * Multiplies the strength of every augmentation: angles, zooms, shifts, and the sizes of crops and holes; 0.5 is half as strong.
   * @default 1
   */
  augmentationStrength: optional({
    kind: positive,
    determines: 'shorthand',
    group: 'Training',
    flag: ['--augmentation-strength <factor>', 'multiplies their strength (default: 1)'],
  }),
  /** An optimizer, or the name of one with its defaults. @default RMSprop with Keras 3's defaults */
  optimizer: option<OptimizerName | OptimizerSpec, 'member'>({
    kind: optimizers,
    default: RMSprop(),
    determines: 'member',
    group: 'Training',
    flag: ['--optimizer <name>', `${optimizerFlags.join(', ')} (default: rmsprop)`],
  }),
  /** A number or a schedule, in place of the optimizer's own learning rate. @default the optimizer's, as in Keras */
  learningRate: optional({
    kind: rates,
    determines: 'shorthand',
    group: 'Training',
    flag: ['--learning-rate <rate>', "learning rate (default: the optimizer's, as in Keras)"],
  }),
  /**
   * How the learning rate changes over the run: `constant`; `cosine`, down to 0 (Loshchilov and Hutter 2016); `warmup-cosine`, the
   * same after a rise over the first 5%; `linear`, down to 0; or `one-cycle`, up from a tenth over the first 30%, and down to a
   * hundredth (Smith and Topin 2017). Its highest value is `learningRate`. @default the optimizer's own, mostly constant
   */
  schedule: optional({
    kind: oneOf(scheduleNames),
    determines: 'shorthand',
    group: 'Training',
    flag: ['--schedule <name>', `course of the learning rate: ${scheduleNames.join(', ')}`],
  }),
  /** Each step shrinks every weight by learning rate × this share of itself (decoupled). @default the optimizer's, mostly 0 */
  weightDecay: optional({
    kind: notNegative,
    determines: 'shorthand',
    group: 'Training',
    flag: ['--weight-decay <part>', "decoupled weight decay, such as 1e-4 (default: the optimizer's)"],
  }),
  /** How much of each step `SGD` carries over into the next. @default 0 */
  momentum: optional({
    kind: fraction('from 0'),
    determines: 'shorthand',
    group: 'Training',
    flag: ['--momentum <part>', 'momentum of sgd, such as 0.9 (default: 0)'],
  }),
  /** A loss, or the name of one with its defaults; your own are defined by `modules`. @default 'categoricalCrossentropy' */
  loss: addition<Loss, 'member'>({
    kind: losses,
    determines: 'member',
    group: 'Training',
    flag: ['--loss <name>', `${lossNames.join(', ')} (default: categoricalCrossentropy)`],
  }),
  /** The share of each target that is spread over all classes while training, by the default loss. @default 0 */
  labelSmoothing: option({
    kind: fraction('from 0'),
    default: 0,
    determines: 'member',
    group: 'Training',
    flag: ['--label-smoothing <part>', 'share of each target that is spread over all classes'],
  }),
  /**
   * How much the training images of each class count: `{ cat: 3.5 }`, by name or index, others 1; or `balanced`, which makes
   * each class count as much as any other. Losses and gradients are weighted, as Keras's `class_weight` does; validation and
   * metrics are not. @default every image counts the same
   */
  classWeight: addition<ClassWeights, 'member'>({
    kind: classWeights,
    determines: 'member',
    group: 'Training',
    flag: [
      '--class-weight <weights>',
      'balanced, or weights by class, such as 0=1,1=3.5 (default: all count the same)',
    ],
  }),
  /**
   * A run whose weights members start from, one member after the other in turn: a run directory, its ensemble, or the bytes of
   * one (without Node, bytes only). Layers take them by name and shape; others, such as a head for other classes, keep their
   * initialization. The run keeps a copy. @default none
   */
  startFrom: optional({
    kind: starts,
    determines: 'shorthand',
    group: 'Training',
    flag: ['--start-from <run>', 'start from the weights of another run: layers of the same name and shape'],
  }),
  /** Names of layers that are not trained. @default none */
  freeze: optional({
    kind: listOf(text('the name of a layer')),
    determines: 'shorthand',
    group: 'Training',
    flag: ['--freeze <layers>', 'layers that are not trained, by name, separated by commas'],
  }),
  /** Averages each member's weights over its steps. @default none */
  averaging: optional({ kind: averagings, determines: 'member', group: 'Training' }),
  /**
   * Which weights each member keeps: those of its `best` epoch on the validation images, or of its `last`. Without validation
   * images, and with the strategy `snapshot`, they are the last.
   * @default 'best'
   */
  weights: option({
    kind: oneOf(['best', 'last']),
    default: 'best',
    determines: 'shorthand',
    group: 'Training',
    flag: ['--weights <which>', "weights that each member keeps: its best epoch's, or its last: best, last"],
  }),
  /** What is best. @default 'valLoss' */
  monitor: optional({
    kind: oneOf(monitors),
    determines: 'shorthand',
    group: 'Training',
    flag: ['--monitor <metric>', `what is best: ${monitors.join(', ')} (default: valLoss)`],
  }),
  /** Epochs without improvement after which a member stops. @default it trains for all of its epochs */
  patience: optional({
    kind: wholeNumber(0),
    determines: 'shorthand',
    group: 'Training',
    flag: ['--patience <n>', 'stop a member after this many epochs without improvement (default: never)'],
  }),
  /** The least change that counts as an improvement. @default 0 */
  minDelta: optional({
    kind: notNegative,
    determines: 'shorthand',
    group: 'Training',
    flag: ['--min-delta <change>', 'least change that counts as an improvement (default: 0)'],
  }),
  /** `weights`, `monitor`, `patience` and `minDelta` as one object, as Keras's callback has them; give one or the other. */
  earlyStopping: optional({
    kind: passed(
      'an object with some of monitor, patience, minDelta, restoreBestWeights, each as the option of its name',
      (value): value is EarlyStoppingOptions => isEarlyStopping(value),
    ),
    determines: 'member',
    group: 'Training',
  }),
};
