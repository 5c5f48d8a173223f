// Several layers in one program, where backends fuse: each with its values between layers hidden and readable.

import { type ChainCaseOptions, chainCase } from '../chainCase.ts';
import { batchNormalization } from '../layers/batchNormalization.ts';
import { conv2d } from '../layers/conv2d.ts';
import { dense } from '../layers/dense.ts';
import { activation, dropout, softmax } from '../layers/elementwise.ts';
import { pool2d } from '../layers/pooling.ts';

const conv = (filters: number, size = 3, padding: 'valid' | 'same' = 'valid') =>
  conv2d({ filters, kernelSize: [size, size], padding });
const relu = activation('relu');
const halve = pool2d('maxPool2d', [2, 2]);

/** The pattern of most networks, in even and odd sizes, with few and many channels. */
const convReluPool: readonly ChainCaseOptions[] = [
  { input: [8, 8, 1], layers: [conv(8), relu, halve], inputGrad: false },
  { input: [28, 28, 1], layers: [conv(32), relu, halve], inputGrad: false },
  { input: [13, 13, 32], layers: [conv(64), relu, halve] },
  { input: [12, 12, 8], layers: [conv(16), relu, halve], batchSize: 5, rows: [5, 1, 3] },
  { input: [9, 8, 3], layers: [conv(24), relu, halve] },
  { input: [7, 9, 5], layers: [conv(7), relu, halve] },
  { input: [8, 7, 4], layers: [conv(12, 3, 'same'), relu, halve] },
  { input: [9, 9, 16], layers: [conv(33, 2), relu, halve] },
  { input: [11, 11, 4], layers: [conv(8), relu, pool2d('maxPool2d', [3, 3])] },
  { input: [11, 11, 4], layers: [conv(8), relu, pool2d('maxPool2d', [3, 3], { strides: [2, 2] })] },
  { input: [9, 9, 4], layers: [conv(8), relu, pool2d('maxPool2d', [2, 2], { padding: 'same' })] },
  { input: [10, 9, 3], layers: [conv2d({ filters: 8, kernelSize: [3, 3], strides: [2, 1] }), relu, halve] },
  { input: [8, 8, 4], layers: [conv2d({ filters: 8, kernelSize: [3, 3], useBias: false }), relu, halve] },
];

/** Many channels, tall kernels and large windows: what is written out for few of them is a loop here. */
const large: readonly ChainCaseOptions[] = [
  { input: [4, 4, 512], layers: [conv(512), relu] },
  { input: [4, 4, 512], layers: [conv(20), relu, halve] },
  { input: [19, 19, 3], layers: [conv(9, 18), relu] },
  { input: [12, 13, 16], layers: [conv(17), relu, pool2d('maxPool2d', [5, 4])] },
  { input: [16, 16, 4], layers: [conv(6, 2), pool2d('maxPool2d', [15, 15])] },
  { input: [13, 13, 1], layers: [conv(7, 2), relu, pool2d('maxPool2d', [4, 6])], inputGrad: false },
].map((options) => ({ ...options, size: 'large' }));

const others: readonly ChainCaseOptions[] = [
  { input: [8, 9, 3], layers: [conv(8), relu], batchSize: 3, rows: [3, 2] },
  { input: [8, 8, 4], layers: [conv(8), halve, relu] },
  { input: [8, 8, 4], layers: [conv(8), halve] },
  { input: [8, 8, 3], layers: [conv(6), activation('gelu'), halve] },
  { input: [8, 8, 3], layers: [conv(6), activation('tanh'), pool2d('averagePool2d', [2, 2])] },
  { input: [8, 8, 3], layers: [conv(6), activation('sigmoid'), pool2d('l2Pool2d', [2, 2])] },
  { input: [10, 10, 8], layers: [conv(16), relu, conv(16), relu] },
  { input: [10, 10, 3], layers: [conv(8), relu, halve, conv(16), relu], inputGrad: false },
  {
    input: [10, 10, 3],
    layers: [conv(8), halve, batchNormalization(), activation('gelu'), conv(12, 3, 'same')],
    batchSize: 4,
    rows: [4, 3],
  },
  {
    input: [15, 15, 16],
    layers: [
      conv2d({ filters: 32, kernelSize: [3, 3], padding: 'same', useBias: false }),
      halve,
      batchNormalization({ gamma: false, epsilon: 1e-12, momentum: 0.6, unbiasedMovingVariance: true }),
      activation('gelu'),
      conv2d({ filters: 24, kernelSize: [3, 3], padding: 'same', useBias: false }),
    ],
    batchSize: 4,
    rows: [4, 3],
  },
  { input: [8, 8, 4], layers: [conv(8), batchNormalization(), relu, halve], batchSize: 4, rows: [4, 3] },
  { input: [8, 8, 4], layers: [batchNormalization(), conv(8), relu] },
  { input: [6, 6, 4], layers: [conv(8), relu, dense(10)], batchSize: 5, rows: [5, 2] },
  { input: [6, 6, 4], layers: [conv(8), relu, halve, dense(12), relu, dense(5)], batchSize: 5, rows: [5, 2] },
  { input: [6, 6, 4], layers: [conv(8), relu, halve, dropout(0.5), dense(5)], batchSize: 5, rows: [5, 2] },
  { input: [20], layers: [dense(16), relu, dense(8), activation('sigmoid')], batchSize: 6, rows: [6, 5] },
  {
    input: [20],
    layers: [dense(16), dropout(0.3), activation('gelu'), dense(7)],
    batchSize: 5,
    rows: [5, 1],
  },
  { input: [20], layers: [dense(16), batchNormalization(), activation('tanh'), dense(7)], batchSize: 6 },
  { input: [20], layers: [dense(10), softmax()], batchSize: 6, rows: [6, 1] },
  { input: [7, 7, 3], layers: [relu, halve] },
  { input: [7, 7, 3], layers: [pool2d('averagePool2d', [2, 2]), relu, conv(4)] },
];

export const chainCases = [...convReluPool, ...large, ...others].flatMap((options) => [
  chainCase(options),
  chainCase({ ...options, between: 'output' }),
]);
