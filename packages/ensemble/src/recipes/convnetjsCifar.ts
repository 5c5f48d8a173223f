// ConvNetJS's CIFAR-10 demo (Karpathy 2014), the lecture's case study: its network, Adadelta with the demo's constants
// (which are Zeiler's, with a learning rate of 1), shifts of up to 2 pixels and mirroring. Batches are larger than its 4,
// which would keep no core busy, and the rate falls in the end.

import { Adadelta, CosineDecay, RandomCrop, RandomFlip } from '@convoy/core';
import type { Recipe } from './recipe.ts';

export const convnetjsCifar: Recipe = {
  name: 'convnetjs-cifar',
  summary:
    "ConvNetJS's CIFAR-10 demo (Karpathy 2014): three 5×5 layers, Adadelta, 4 M multiply-adds per image",
  dataset: 'cifar10',
  options: {
    model: 'convnetjs-cifar',
    members: 4,
    epochs: 40,
    batchSize: 64,
    validationSplit: 0.1,
    optimizer: Adadelta({
      learningRate: CosineDecay({ unit: 'run', initialLearningRate: 1, decaySteps: 1 }),
      rho: 0.95,
      epsilon: 1e-6,
    }),
    augmentation: [RandomCrop({ padding: 2, fill: 'zeros' }), RandomFlip({ mode: 'horizontal' })],
  },
  metrics: {
    members: 2,
    memberAccuracy: 0.7642,
    ensembleAccuracy: 0.7912,
    augmentedMemberAccuracy: null,
    augmentedEnsembleAccuracy: null,
    minutes: 9,
    machine: '2 cores of an AMD EPYC (Zen 4)',
    command: 'convoy train --recipe convnetjs-cifar --seed 7 --members 2 --workers 2',
  },
};
