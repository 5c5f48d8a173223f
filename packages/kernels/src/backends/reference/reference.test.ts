// What can be worked out by hand, so that the oracle itself stands on something.

import { describe, expect, it } from 'vitest';
import type { Graph } from '../../graph.ts';
import { rows, whole } from '../../graphBuilder.ts';
import type { Operation } from '../../operations.ts';
import { erf } from './erf.ts';
import { compileReference } from './executable.ts';

/** Runs one operation from `input` to `output`, both rows of the shapes given, on one row. */
async function apply(
  operation: Operation,
  [inputShape, outputShape]: readonly [readonly number[], readonly number[]],
  values: Readonly<Record<string, readonly number[]>>,
  more: Graph['buffers'] = [],
): Promise<number[]> {
  const executable = compileReference({
    batchSize: 1,
    buffers: [rows('input', 'input', inputShape), rows('output', 'output', outputShape), ...more],
    programs: { run: [operation] },
  });
  for (const [name, numbers] of Object.entries(values)) executable.write(name, numbers);
  await executable.run('run');
  return [...executable.float64('output')];
}

describe('the reference backend', () => {
  it('slides a kernel over an image without turning it round', async () => {
    const output = await apply(
      {
        kind: 'conv2d',
        strides: [1, 1],
        padding: 'valid',
        input: 'input',
        kernel: 'kernel',
        bias: null,
        output: 'output',
      },
      [
        [2, 3, 1],
        [1, 2, 1],
      ],
      { input: [1, 2, 3, 4, 5, 6], kernel: [1, 10, 100, 1000] },
      [whole('parameter', 'kernel', [2, 2, 1, 1])],
    );
    expect(output).toEqual([1 + 20 + 400 + 5000, 2 + 30 + 500 + 6000]);
  });

  it('pads the odd pixel after, with `same`', async () => {
    const output = await apply(
      {
        kind: 'conv2d',
        strides: [1, 1],
        padding: 'same',
        input: 'input',
        kernel: 'kernel',
        bias: null,
        output: 'output',
      },
      [
        [1, 3, 1],
        [1, 3, 1],
      ],
      { input: [1, 2, 3], kernel: [1, 10] },
      [whole('parameter', 'kernel', [1, 2, 1, 1])],
    );
    expect(output).toEqual([21, 32, 3]);
  });

  it('averages over the cells inside the image', async () => {
    const output = await apply(
      {
        kind: 'averagePool2d',
        poolSize: [1, 2],
        strides: [1, 2],
        padding: 'same',
        input: 'input',
        output: 'output',
      },
      [
        [1, 3, 1],
        [1, 2, 1],
      ],
      { input: [1, 2, 3] },
    );
    expect(output).toEqual([1.5, 3]);
  });

  it('takes the root of the sum of squares in L2 pooling', async () => {
    const output = await apply(
      {
        kind: 'l2Pool2d',
        poolSize: [1, 2],
        strides: [1, 2],
        padding: 'valid',
        input: 'input',
        output: 'output',
      },
      [
        [1, 2, 1],
        [1, 1, 1],
      ],
      { input: [3, -4] },
    );
    expect(output).toEqual([5]);
  });

  it('takes the steps of Adadelta as its paper defines them', async () => {
    const [rho, epsilon] = [0.95, 1e-6];
    const executable = compileReference({
      batchSize: 1,
      buffers: [
        whole('parameter', 'p', [1]),
        whole('input', 'g', [1]),
        whole('input', 'rate', []),
        whole('state', 'v', [1]),
        whole('state', 'u', [1]),
      ],
      programs: {
        step: [
          {
            kind: 'adadelta',
            rho,
            epsilon,
            weightDecay: 0,
            parameter: 'p',
            gradient: 'g',
            learningRate: 'rate',
            velocity: 'v',
            stepVelocity: 'u',
          },
        ],
      },
    });
    executable.write('rate', [0.5]);
    executable.write('g', [2]);
    await executable.run('step');
    // Averages begin at 0: v = 0.05 · 4, the step is 2 · √ε / √(v + ε), u = 0.05 · step².
    const first = (2 * Math.sqrt(epsilon)) / Math.sqrt(0.2 + epsilon);
    expect(executable.float64('p')[0]).toBeCloseTo(-0.5 * first, 14);
    await executable.run('step');
    const second = (2 * Math.sqrt(0.05 * first ** 2 + epsilon)) / Math.sqrt(0.95 * 0.2 + 0.2 + epsilon);
    expect(executable.float64('p')[0]).toBeCloseTo(-0.5 * (first + second), 14);
  });

  it('clips to a norm only what is longer, and keeps its direction', async () => {
    const executable = compileReference({
      batchSize: 1,
      buffers: [
        whole('input', 'g', [2]),
        whole('input', 'h', [1]),
        whole('output', 'squares', []),
        whole('output', 'all', []),
        whole('output', 'long', [2]),
        whole('output', 'short', [2]),
        whole('output', 'values', [2]),
      ],
      programs: {
        clip: [
          { kind: 'sumOfSquares', input: 'g', previous: null, output: 'squares' },
          { kind: 'sumOfSquares', input: 'h', previous: 'squares', output: 'all' },
          { kind: 'clipNorm', limit: 6.5, input: 'g', sumOfSquares: 'all', output: 'long' },
          { kind: 'clipNorm', limit: 6.5, input: 'g', sumOfSquares: 'squares', output: 'short' },
          { kind: 'clipValue', limit: 3.5, input: 'g', output: 'values' },
        ],
      },
    });
    executable.write('g', [3, -4]);
    executable.write('h', [12]);
    await executable.run('clip');
    expect(executable.float64('all')[0]).toBe(169);
    expect([...executable.float64('long')]).toEqual([1.5, -2]);
    expect([...executable.float64('short')]).toEqual([3, -4]);
    expect([...executable.float64('values')]).toEqual([3, -3.5]);
  });

  it('knows the error function to float64', () => {
    // Abramowitz and Stegun, table 7.1.
    expect(erf(0.5)).toBeCloseTo(0.5204998778, 10);
    expect(erf(-1)).toBeCloseTo(-0.8427007929, 10);
    expect(erf(2)).toBeCloseTo(0.995322265, 9);
    expect(1 - erf(3)).toBeCloseTo(2.209049699858544e-5, 15);
    expect([erf(0), erf(6), erf(-40), erf(Number.NaN)]).toEqual([0, 1, -1, Number.NaN]);
  });

  it('holds values in float64 and hands them out in float32', async () => {
    const buffers = [whole('parameter', 'weights', [1])];
    const executable = compileReference({ batchSize: 1, buffers, programs: {} });
    executable.write('weights', [0.1]);
    expect(executable.float64('weights')[0]).toBe(0.1);
    expect((await executable.read('weights'))[0]).toBe(Math.fround(0.1));
  });
});
