// Digits after An et al. 2020 (arXiv 2008.10400): batch normalization, and images that are turned and moved. Where they
// train for 150 epochs and average the weights, here the learning rate falls to nothing within minutes.

import { Adam, PiecewiseLinear, RandomRotation, RandomTranslation, RandomZoom } from '@convoy/core';
import type { Recipe } from './recipe.ts';

const peak = 3e-3;

export const mnistStrong: Recipe = {
  name: 'mnist-strong',
  summary:
    'digits, batch-normalized and augmented (after An et al. 2020), 5 M multiply-adds per image: for ensembles',
  dataset: 'mnist',
  options: {
    model: 'mnist-strong',
    members: 10,
    epochs: 20,
    batchSize: 128,
    // Nothing is chosen by validation, so all rows are trained on.
    validationSplit: 0,
    optimizer: Adam({
      learningRate: PiecewiseLinear({
        unit: 'run',
        steps: [0, 0.2, 1],
        values: [0.1 * peak, peak, 0.002 * peak],
      }),
    }),
    augmentation: [
      RandomRotation({ degrees: 12 }),
      RandomZoom({ factor: 0.12 }),
      RandomTranslation({ pixels: 2 }),
    ],
  },
  metrics: {
    members: 10,
    memberAccuracy: 0.9962,
    ensembleAccuracy: 0.9974,
    augmentedMemberAccuracy: null,
    augmentedEnsembleAccuracy: null,
    minutes: 26,
    machine: '2 cores of an AMD EPYC (Zen 4)',
    command: 'convoy train --recipe mnist-strong --seed 7 --workers 2',
  },
};
