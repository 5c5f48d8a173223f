import type { Pair } from '../../operations.ts';
import { chainCase } from '../chainCase.ts';
import { conv2d } from '../layers/conv2d.ts';

const kernelSizes: readonly Pair[] = [
  [1, 1],
  [2, 2],
  [3, 3],
  [5, 5],
  [3, 5],
  [1, 3],
  [3, 2],
  [5, 1],
];
const strideChoices: readonly Pair[] = [
  [1, 1],
  [2, 2],
  [3, 3],
  [1, 2],
  [2, 1],
];
const channelCounts = [1, 3, 4, 5, 8, 16, 24, 32, 33, 64];

const geometries = kernelSizes.flatMap((kernelSize) =>
  strideChoices.flatMap((strides) =>
    (['valid', 'same'] as const).map((padding) =>
      chainCase({ input: [9, 11, 3], layers: [conv2d({ filters: 5, kernelSize, strides, padding })] }),
    ),
  ),
);

const channels = channelCounts.flatMap((inputs) =>
  channelCounts.map((filters) =>
    chainCase({
      input: [6, 7, inputs],
      layers: [conv2d({ filters, kernelSize: [3, 3], padding: inputs % 2 === 0 ? 'same' : 'valid' })],
      size: inputs === filters || inputs === 1 || filters === 1 ? 'small' : 'large',
    }),
  ),
);

const imageSizes = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 13].flatMap((size) => [
  chainCase({
    input: [size, size, 4],
    layers: [conv2d({ filters: 8, kernelSize: [3, 3], padding: 'same' })],
  }),
  chainCase({
    input: [size + 2, 9, 8],
    layers: [conv2d({ filters: 16, kernelSize: [3, 3] })],
  }),
]);

const batches = [
  chainCase({ input: [7, 7, 3], layers: [conv2d({ filters: 8, kernelSize: [3, 3] })], batchSize: 1 }),
  chainCase({
    input: [7, 7, 4],
    layers: [conv2d({ filters: 8, kernelSize: [3, 3] })],
    batchSize: 8,
    rows: [8, 1, 3, 7],
  }),
  chainCase({
    input: [6, 6, 32],
    layers: [conv2d({ filters: 32, kernelSize: [3, 3], padding: 'same' })],
    batchSize: 5,
    rows: [5, 2, 1],
  }),
];

/** Enough rows that a tile of rows, if a backend makes any, is followed by a remainder. */
const manyRows = [
  chainCase({
    input: [4, 5, 8],
    layers: [conv2d({ filters: 12, kernelSize: [3, 3] })],
    batchSize: 35,
    rows: [35, 18],
  }),
];

const operands = [
  chainCase({ input: [6, 6, 3], layers: [conv2d({ filters: 7, kernelSize: [3, 3], useBias: false })] }),
  chainCase({ input: [8, 8, 1], layers: [conv2d({ filters: 32, kernelSize: [3, 3] })], inputGrad: false }),
  chainCase({ input: [8, 8, 3], layers: [conv2d({ filters: 24, kernelSize: [2, 2] })], inputGrad: false }),
];

/** Of the lecture's network, LeNet-5, and networks for CIFAR-10. */
const layersOfNetworks = [
  chainCase({ input: [28, 28, 1], layers: [conv2d({ filters: 32, kernelSize: [3, 3] })] }),
  chainCase({ input: [13, 13, 32], layers: [conv2d({ filters: 64, kernelSize: [3, 3] })] }),
  chainCase({ input: [5, 5, 64], layers: [conv2d({ filters: 64, kernelSize: [3, 3] })], batchSize: 3 }),
  chainCase({ input: [14, 14, 6], layers: [conv2d({ filters: 16, kernelSize: [5, 5] })] }),
  chainCase({ input: [32, 32, 3], layers: [conv2d({ filters: 24, kernelSize: [2, 2] })] }),
  chainCase({
    input: [32, 32, 3],
    layers: [conv2d({ filters: 32, kernelSize: [3, 3], padding: 'same' })],
    size: 'large',
  }),
  chainCase({
    input: [15, 15, 24],
    layers: [conv2d({ filters: 64, kernelSize: [3, 3], padding: 'same', useBias: false })],
    size: 'large',
  }),
];

export const conv2dCases = [
  ...geometries,
  ...channels,
  ...imageSizes,
  ...batches,
  ...manyRows,
  ...operands,
  ...layersOfNetworks,
];
