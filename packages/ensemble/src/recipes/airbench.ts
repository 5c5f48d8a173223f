// airbench94 (Jordan 2024, "94% on CIFAR-10 in 3.29 seconds on a single GPU", arXiv 2404.00498; code
// KellerJordan/cifar10-airbench): 9.9 epochs of Nesterov SGD with a triangular rate, label smoothing, lookahead, and
// flips that alternate. `airbench-quarter` is the same at half the width, a quarter of the work, for more epochs.

import { PiecewiseLinear, RandomCrop, RandomFlip, SGD } from '@convoy/core';
import type { Recipe } from './recipe.ts';

const batchSize = 1024;
const momentum = 0.85;
/** Jordan gives rates "per 1,024 examples at momentum 0", of a loss summed over the batch; here it is the mean. */
const scale = 1 / (1 + 1 / (1 - momentum));
const peak = 11.5 * scale;
/**
 * His decay is part of the gradient, so momentum adds it up 1 / (1 − momentum) times; here it is applied once a step, to
 * the same sum. It is divided by each group's own rate, so that their product is the same in every group.
 */
const weightDecay = (0.0153 * scale) / peak / (1 - momentum);
const biasFactor = 64;

const optimizer = SGD({
  learningRate: PiecewiseLinear({
    unit: 'run',
    steps: [0, 0.23, 1],
    values: [0.2 * peak, peak, 0.07 * peak],
  }),
  momentum,
  nesterov: true,
  weightDecay,
  groups: [
    { parameters: 'conv2d_1/bias', epochs: 3 },
    {
      parameters: 'batch_normalization_*/beta',
      learningRateFactor: biasFactor,
      weightDecay: weightDecay / biasFactor,
    },
  ],
});

const options: Recipe['options'] = {
  model: 'airbench',
  epochs: 9.9,
  batchSize,
  dropRemainder: true,
  // Nothing is chosen by validation, so all rows are trained on.
  validationSplit: 0,
  optimizer,
  labelSmoothing: 0.2,
  testTimeAugmentation: 'six-view',
  averaging: { type: 'Lookahead', period: 5, decay: 0.95, power: 3 },
  augmentation: [
    RandomFlip({ mode: 'horizontal', alternating: true }),
    RandomCrop({ padding: 2, fill: 'reflect' }),
  ],
};

export const airbench: Recipe = {
  name: 'airbench',
  summary: 'airbench94 (Jordan 2024): 94% with test-time augmentation, 118 M multiply-adds per image',
  dataset: 'cifar10',
  options: { ...options, members: 1 },
  metrics: {
    members: 1,
    memberAccuracy: 0.9319,
    ensembleAccuracy: null,
    augmentedMemberAccuracy: 0.9383,
    augmentedEnsembleAccuracy: null,
    minutes: 50,
    machine: 'a busy core of an AMD EPYC (Zen 4)',
    command: 'convoy train --recipe airbench --seed 7 --workers 1 --validation-split 0.02',
  },
};

/** As many epochs as four members have in an hour of two cores: members this small go on improving after 9.9. */
const quarterEpochs = 18;

export const airbenchQuarter: Recipe = {
  name: 'airbench-quarter',
  summary: 'airbench94 at half the width, a quarter of the work, for longer: for ensembles',
  dataset: 'cifar10',
  options: { ...options, model: 'airbench-quarter', members: 4, epochs: quarterEpochs },
  metrics: {
    members: 4,
    memberAccuracy: 0.9193,
    ensembleAccuracy: 0.9347,
    augmentedMemberAccuracy: 0.93,
    augmentedEnsembleAccuracy: 0.9383,
    minutes: 50,
    machine: '2 cores of an AMD EPYC (Zen 4)',
    command: 'convoy train --recipe airbench-quarter --seed 7 --workers 2',
  },
};
