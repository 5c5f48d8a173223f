// Small networks of the kinds that the engine's presets are.

import { batchNormalization } from '../layers/batchNormalization.ts';
import { conv2d } from '../layers/conv2d.ts';
import { dense } from '../layers/dense.ts';
import { activation, dropout } from '../layers/elementwise.ts';
import { pool2d } from '../layers/pooling.ts';
import { type NetworkCase, networkCase } from '../networkCase.ts';
import type { Optimizer } from '../optimizers.ts';

const classes = 10;

const rmsprop: Optimizer = { kind: 'rmsprop', rho: 0.9, epsilon: 1e-7, weightDecay: 0 };
const adam: Optimizer = { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 };
const adamw: Optimizer = { ...adam, weightDecay: 0.01 };
const nesterov: Optimizer = { kind: 'sgd', momentum: 0.9, nesterov: true, weightDecay: 0 };
const sgd: Optimizer = { kind: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 };

const conv = (filters: number, size = 3) => conv2d({ filters, kernelSize: [size, size] });
const relu = activation('relu');
const halve = pool2d('maxPool2d', [2, 2]);
const lecture = [conv(8), relu, halve, conv(16), relu, halve, dense(16), relu, dense(classes)];
const lectureAtFullSize = [
  ...[conv(32), relu, halve],
  ...[conv(64), relu, halve],
  ...[conv(64), relu],
  ...[dense(64), relu, dense(classes)],
];
const normalized = (filters: number) => [
  conv2d({ filters, kernelSize: [3, 3], padding: 'same', useBias: false }),
  halve,
  batchNormalization({ gamma: false, momentum: 0.6, unbiasedMovingVariance: true }),
  activation('gelu'),
];

const networks: readonly NetworkCase[] = [
  { title: 'lecture', inputShape: [14, 14, 1], layers: lecture, optimizer: rmsprop },
  {
    title: 'lecture with readable gradients',
    inputShape: [14, 14, 1],
    layers: lecture,
    optimizer: rmsprop,
    readableGradients: true,
  },
  {
    title: 'lecture at full size',
    inputShape: [28, 28, 1],
    layers: lectureAtFullSize,
    optimizer: rmsprop,
    batchSize: 24,
    size: 'large',
  },
  { title: 'lecture with Adam', inputShape: [14, 14, 1], layers: lecture, optimizer: adam },
  {
    title: 'lenet',
    inputShape: [16, 16, 1],
    layers: [
      conv(6, 5),
      activation('tanh'),
      pool2d('averagePool2d', [2, 2]),
      conv(16, 3),
      activation('tanh'),
      pool2d('averagePool2d', [2, 2]),
      dense(24),
      activation('tanh'),
      dense(classes),
    ],
    optimizer: nesterov,
  },
  {
    title: 'dense',
    inputShape: [12, 12, 1],
    layers: [dense(64), activation('sigmoid'), dense(32), relu, dense(classes)],
    optimizer: sgd,
  },
  {
    title: 'dropout and smoothing',
    inputShape: [10, 10, 3],
    layers: [conv(8), relu, halve, dropout(0.25), dense(24), relu, dropout(0.5), dense(classes)],
    optimizer: adamw,
    labelSmoothing: 0.1,
  },
  {
    title: 'batch normalization',
    inputShape: [12, 12, 3],
    layers: [conv(8, 2), activation('gelu'), ...normalized(16), ...normalized(24), dense(classes)],
    optimizer: nesterov,
    labelSmoothing: 0.2,
  },
];

export const networkCases = networks.map(networkCase);
