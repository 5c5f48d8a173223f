import type { Pair } from '../../operations.ts';
import { chainCase } from '../chainCase.ts';
import { activation } from '../layers/elementwise.ts';
import { type PoolingKind, pool2d } from '../layers/pooling.ts';

const kinds: readonly PoolingKind[] = ['maxPool2d', 'averagePool2d', 'l2Pool2d'];

/** Window and stride: touching, overlapping, with gaps, not square. */
const windows: readonly (readonly [Pair, Pair])[] = [
  [
    [2, 2],
    [2, 2],
  ],
  [
    [3, 3],
    [3, 3],
  ],
  [
    [3, 3],
    [2, 2],
  ],
  [
    [2, 2],
    [1, 1],
  ],
  [
    [2, 2],
    [3, 3],
  ],
  [
    [2, 3],
    [1, 2],
  ],
  [
    [1, 1],
    [2, 2],
  ],
];

const geometries = kinds.flatMap((kind) =>
  windows.flatMap(([poolSize, strides]) =>
    (['valid', 'same'] as const).map((padding) =>
      chainCase({ input: [7, 9, 5], layers: [pool2d(kind, poolSize, { strides, padding })] }),
    ),
  ),
);

const channels = kinds.flatMap((kind) =>
  [1, 3, 4, 8, 16, 24, 33, 64].map((count) =>
    chainCase({ input: [6, 7, count], layers: [pool2d(kind, [2, 2])], batchSize: 5, rows: [5, 2] }),
  ),
);

/** Small whole numbers: nearly every window holds its largest value more than once. */
const ties = windows.flatMap(([poolSize, strides]) =>
  [4, 5].map((count) =>
    chainCase({
      input: [7, 8, count],
      layers: [pool2d('maxPool2d', poolSize, { strides, padding: 'same' })],
      note: 'with ties',
      draw: ({ name }, random) => (name === 'input' ? () => random.integer(3) - 1 : null),
    }),
  ),
);

const special = [
  chainCase({
    input: [6, 6, 4],
    layers: [activation('relu'), pool2d('maxPool2d', [2, 2])],
    note: 'whole windows below zero',
    draw: ({ name }, random) => (name === 'input' ? () => random.normal() - 1 : null),
  }),
  chainCase({
    input: [5, 5, 3],
    layers: [pool2d('maxPool2d', [3, 3], { strides: [2, 2], padding: 'same' })],
    note: 'all below zero, where padding must not win',
    draw: ({ name }, random) => (name === 'input' ? () => -1 - random.uniform() : null),
  }),
  chainCase({
    input: [6, 6, 5],
    layers: [activation('relu'), pool2d('l2Pool2d', [2, 2])],
    note: 'windows of zeros',
    draw: ({ name }, random) => (name === 'input' ? () => random.normal() - 1 : null),
  }),
];

export const poolingCases = [...geometries, ...channels, ...ties, ...special];
