import { chainCase } from '../chainCase.ts';
import { dense } from '../layers/dense.ts';

const widths = [
  [1, 1],
  [3, 5],
  [7, 4],
  [5, 33],
  [33, 17],
  [64, 10],
  [16, 16],
  [128, 24],
  [576, 64],
] as const;

/** Where code that grew with a dimension would be too large. */
const wide = [
  chainCase({ input: [131_072], layers: [dense(10)], size: 'large' }),
  chainCase({ input: [16], layers: [dense(30_000)], size: 'large' }),
  chainCase({ input: [11], layers: [dense(2_051), dense(12)], size: 'large' }),
];

export const denseCases = [
  ...widths.flatMap(([inputs, units]) => [
    chainCase({ input: [inputs], layers: [dense(units)], batchSize: 4 }),
    chainCase({ input: [inputs], layers: [dense(units)], batchSize: 7, rows: [7, 1, 5] }),
  ]),
  chainCase({ input: [3, 3, 5], layers: [dense(6)], note: 'rows of images read flat' }),
  chainCase({ input: [12], layers: [dense(9, { useBias: false })], batchSize: 3 }),
  chainCase({ input: [20], layers: [dense(8)], batchSize: 3, inputGrad: false }),
  chainCase({ input: [400], layers: [dense(120), dense(84), dense(10)], batchSize: 6 }),
  ...wide,
];
