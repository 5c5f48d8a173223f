// Activations, softmax, dropout, scale.

import { type ActivationWithOptions, activationFunctions } from '../../formulas/activations.ts';
import { sizeOf } from '../../graph.ts';
import { rows, whole } from '../../graphBuilder.ts';
import { chainCase } from '../chainCase.ts';
import { forwardTolerance } from '../compare.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { drawValues } from '../data.ts';
import { activation, dropout, scale, softmax } from '../layers/elementwise.ts';
import { createRandom } from '../random.ts';

/** Options beside the defaults; every function is tested with its defaults. */
const otherOptions = {
  elu: { alpha: 0.4 },
  leakyRelu: { negativeSlope: 0.01 },
} satisfies Record<ActivationWithOptions, Readonly<Record<string, number>>>;

const optioned = Object.entries(otherOptions).map(([name, options]) =>
  chainCase({ input: [41], layers: [activation(name as ActivationWithOptions, options)] }),
);

const activations = activationFunctions.flatMap((name) => [
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

/** Not of rows: such as a parameter's share of a penalty. What lies behind it must stay as it is. */
const scaledWhole: ConformanceCase = {
  name: 'scale of a whole buffer',
  size: 'small',
  graph: {
    batchSize: 3,
    buffers: [
      whole('parameter', 'weights', [3, 5]),
      whole('output', 'scaled', [3, 5]),
      whole('parameter', 'neighbour', [64]),
    ],
    programs: { run: [{ kind: 'scale', factor: 0.25, input: 'weights', output: 'scaled' }] },
  },
  runs: () =>
    [3, 1].map((rows) => ({
      program: 'run',
      rows,
      writes: {
        weights: Array.from({ length: 15 }, (_, i) => i - 7),
        neighbour: Array.from({ length: 64 }, (_, i) => i),
      },
      compare: ['scaled', 'neighbour'].map((buffer) => ({ buffer, tolerance: forwardTolerance })),
    })),
};

/** A whole buffer within a run, read by rows: a normalization about a mean that is made there. */
const scaledStatistics: ConformanceCase = {
  name: 'scale of a whole buffer that rows then read',
  size: 'small',
  graph: {
    batchSize: 5,
    buffers: [
      rows('input', 'input', [2, 3, 6]),
      whole('parameter', 'weights', [6]),
      whole('state', 'variance', [6]),
      whole('activation', 'mean', [6]),
      rows('activation', 'doubled', [2, 3, 6]),
      rows('output', 'output', [2, 3, 6]),
    ],
    programs: {
      run: [
        { kind: 'scale', factor: 2, input: 'input', output: 'doubled' },
        { kind: 'scale', factor: -0.5, input: 'weights', output: 'mean' },
        {
          kind: 'batchNormalization',
          epsilon: 0.1,
          input: 'doubled',
          mean: 'mean',
          variance: 'variance',
          gamma: null,
          beta: null,
          output: 'output',
        },
      ],
    },
  },
  runs: () =>
    [5, 2].map((count) => ({
      program: 'run',
      rows: count,
      writes: drawValues(scaledStatistics.graph, count, createRandom(scaledStatistics.name)),
    })),
};

/** A factor per row: of rows that are numbers, a few classes, and images, some of them 0. */
const scaledRows = [[], [3], [10], [2, 3, 5]].map((shape): ConformanceCase => {
  const name = `scaleRows on [${shape.join(', ')}]`;
  return {
    name,
    size: 'small',
    graph: {
      batchSize: 5,
      buffers: [rows('input', 'factors', []), rows('input', 'input', shape), rows('output', 'output', shape)],
      programs: { run: [{ kind: 'scaleRows', factors: 'factors', input: 'input', output: 'output' }] },
    },
    runs: () => {
      const random = createRandom(name);
      return [5, 1, 3].map((count) => ({
        program: 'run',
        rows: count,
        writes: {
          factors: Float32Array.from({ length: count }, (_, n) => (n === 2 ? 0 : random.normal())),
          input: Float32Array.from({ length: count * sizeOf(shape) }, () => random.normal()),
        },
      }));
    },
  };
});

export const elementwiseCases = [
  ...activations,
  ...optioned,
  ...softmaxes,
  chainCase({ input: [3, 4, 5], layers: [softmax()], note: 'over the last axis of images' }),
  ...dropouts,
  chainCase({ input: [11], layers: [scale(-0.37)], batchSize: 3, rows: [3, 2] }),
  scaledWhole,
  scaledStatistics,
  ...scaledRows,
];
