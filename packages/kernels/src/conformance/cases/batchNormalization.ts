import { chainCase } from '../chainCase.ts';
import { batchNormalization } from '../layers/batchNormalization.ts';

const shapes = [[1], [5], [64], [4, 4, 3], [5, 3, 4], [3, 3, 8], [4, 5, 24], [3, 2, 33], [4, 4, 64]];

export const batchNormalizationCases = [
  ...shapes.map((input) =>
    chainCase({ input, layers: [batchNormalization()], batchSize: 7, rows: [7, 3, 6] }),
  ),
  ...[{ gamma: false }, { beta: false }, { gamma: false, beta: false }, { unbiasedMovingVariance: true }].map(
    (options) =>
      chainCase({ input: [4, 3, 6], layers: [batchNormalization(options)], batchSize: 4, rows: [4, 3] }),
  ),
  chainCase({
    input: [4, 4, 5],
    layers: [batchNormalization({ unbiasedMovingVariance: true })],
    batchSize: 3,
    rows: [1],
    note: 'a single row',
  }),
  chainCase({
    input: [4, 4, 5],
    layers: [batchNormalization()],
    batchSize: 5,
    note: 'far from zero',
    draw: ({ name }, random) => (name === 'input' ? () => 30 + random.normal() : null),
  }),
  chainCase({ input: [4, 4, 5], layers: [batchNormalization()], batchSize: 3, inputGrad: false }),
  chainCase({
    input: [3, 3, 4],
    layers: [batchNormalization()],
    batchSize: 3,
    note: 'channels that are constant',
    draw: ({ name }) => (name === 'input' ? () => 0.75 : null),
  }),
];
