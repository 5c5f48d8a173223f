// Gradient clipping: of each buffer by its own norm, of two by the norm of both, and element by element.

import type { BufferSpec } from '../../graph.ts';
import { whole } from '../../graphBuilder.ts';
import type { Operation } from '../../operations.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { drawValues } from '../data.ts';
import { createRandom } from '../random.ts';

const shapes: readonly (readonly number[])[] = [[1], [7], [64], [3, 3, 2, 5], [5, 5, 33, 20]];

function clippingCase(
  name: string,
  buffers: readonly BufferSpec[],
  operations: readonly Operation[],
): ConformanceCase {
  const graph = { batchSize: 2, buffers, programs: { clip: operations } };
  return {
    name,
    size: 'small',
    graph,
    // With half of the batch too: what is whole has nothing to do with rows.
    runs: () =>
      [2, 1].map((rows) => ({
        program: 'clip',
        rows,
        writes: drawValues(graph, rows, createRandom(`${name} ${rows}`)),
      })),
  };
}

const gradients = (shape: readonly number[]) => [
  whole('input', 'gradient', shape),
  whole('output', 'clipped', shape),
];

const norm: Operation = { kind: 'sumOfSquares', input: 'gradient', previous: null, output: 'squares' };
const clipped = { input: 'gradient', output: 'clipped' } as const;

const ownNorms = shapes.flatMap((shape) =>
  // Some 0.3 of the norm, and far more than it.
  [0.3 * Math.sqrt(shape.reduce((product, extent) => product * extent, 1)), 1e4].map((limit) =>
    clippingCase(
      `clip [${shape.join(', ')}] to the norm ${limit.toPrecision(3)}`,
      [...gradients(shape), whole('output', 'squares', [])],
      [norm, { kind: 'clipNorm', limit, ...clipped, sumOfSquares: 'squares' }],
    ),
  ),
);

const values = shapes.map((shape) =>
  clippingCase(`clip the values of [${shape.join(', ')}]`, gradients(shape), [
    { kind: 'clipValue', limit: 0.75, ...clipped },
  ]),
);

const globalNorm = clippingCase(
  'clip two buffers to their common norm',
  [
    ...gradients([3, 3, 2, 5]),
    whole('input', 'bias_gradient', [5]),
    whole('output', 'clipped_bias', [5]),
    whole('activation', 'squares', []),
    whole('output', 'all_squares', []),
  ],
  [
    norm,
    { kind: 'sumOfSquares', input: 'bias_gradient', previous: 'squares', output: 'all_squares' },
    { kind: 'clipNorm', limit: 2, ...clipped, sumOfSquares: 'all_squares' },
    {
      kind: 'clipNorm',
      limit: 2,
      input: 'bias_gradient',
      output: 'clipped_bias',
      sumOfSquares: 'all_squares',
    },
  ],
);

/** Gradients that are sums over a batch, clipped within the run that makes them. */
const withinRun = clippingCase(
  'clip a gradient that the same run sums up',
  [
    { name: 'output_grad', role: 'input', shape: [4, 6], batched: true, type: 'float32' },
    whole('activation', 'gradient', [6]),
    whole('activation', 'squares', []),
    whole('output', 'clipped', [6]),
  ],
  [
    { kind: 'biasGrad', outputGrad: 'output_grad', biasGrad: 'gradient' },
    norm,
    { kind: 'clipNorm', limit: 0.5, ...clipped, sumOfSquares: 'squares' },
  ],
);

/** Their norm is 0, which nothing may be divided by. */
const noGradient: ConformanceCase = {
  ...clippingCase(
    'clip zeros to a norm',
    [...gradients([9]), whole('output', 'squares', [])],
    [norm, { kind: 'clipNorm', limit: 1, ...clipped, sumOfSquares: 'squares' }],
  ),
  runs: () => [{ program: 'clip', writes: { gradient: Array(9).fill(0) } }],
};

export const clippingCases = [...ownNorms, ...values, globalNorm, withinRun, noGradient];
