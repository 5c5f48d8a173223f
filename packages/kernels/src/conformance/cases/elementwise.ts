// Activations, softmax, dropout, scale.

import { whole } from '../../graphBuilder.ts';
import type { ActivationFunction } from '../../operations.ts';
import { chainCase } from '../chainCase.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { activation, dropout, scale, softmax } from '../layers/elementwise.ts';

const functions: readonly ActivationFunction[] = ['linear', 'relu', 'sigmoid', 'tanh', 'gelu'];

const activations = functions.flatMap((name) => [
  ...[1, 3, 4, 17, 64].map((count) =>
    chainCase({ input: [count], layers: [activation(name)], batchSize: 5, rows: [5, 1, 3] }),
  ),
  chainCase({ input: [5, 6, 3], layers: [activation(name)] }),
  chainCase({
    input: [41],
    layers: [activation(name)],
    note: 'far from zero',
    draw: (buffer, random) => (buffer.name === 'input' ? () => 20 * random.normal() : null),
  }),
  chainCase({
    input: [12],
    layers: [activation(name)],
    note: 'at and about zero',
    draw: (buffer, random) => (buffer.name === 'input' ? () => random.integer(3) - 1 : null),
  }),
]);

const softmaxes = [2, 3, 4, 10, 33, 100].flatMap((classes) => [
  chainCase({ input: [classes], layers: [softmax()], batchSize: 6, rows: [6, 1, 5] }),
  chainCase({
    input: [classes],
    layers: [softmax()],
    note: 'far apart',
    draw: ({ name }, random) => (name === 'input' ? () => 40 * random.normal() : null),
  }),
]);

const dropouts = [0, 0.25, 0.5, 0.9].flatMap((rate) => [
  chainCase({ input: [7], layers: [dropout(rate)], batchSize: 9, rows: [9, 1, 4] }),
  chainCase({ input: [5, 5, 8], layers: [dropout(rate)] }),
]);

/** Not of rows: such as a parameter's share of a penalty. */
const scaledWhole: ConformanceCase = {
  name: 'scale of a whole buffer',
  size: 'small',
  graph: {
    batchSize: 3,
    buffers: [whole('parameter', 'weights', [3, 5]), whole('output', 'scaled', [3, 5])],
    programs: { run: [{ kind: 'scale', factor: 0.25, input: 'weights', output: 'scaled' }] },
  },
  runs: () =>
    [3, 1].map((rows) => ({
      program: 'run',
      rows,
      writes: { weights: Array.from({ length: 15 }, (_, i) => i - 7) },
    })),
};

export const elementwiseCases = [
  ...activations,
  ...softmaxes,
  chainCase({ input: [3, 4, 5], layers: [softmax()], note: 'over the last axis of images' }),
  ...dropouts,
  chainCase({ input: [11], layers: [scale(-0.37)], batchSize: 3, rows: [3, 2] }),
  scaledWhole,
];
