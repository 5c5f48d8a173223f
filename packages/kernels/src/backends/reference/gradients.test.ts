// Every backward operation of the reference against central differences of the forward ones, in float64.

import { describe, expect, it } from 'vitest';
import { chainOf } from '../../conformance/chain.ts';
import { type Tolerance, worstDeviation } from '../../conformance/compare.ts';
import type { Layer } from '../../conformance/layer.ts';
import { batchNormalization } from '../../conformance/layers/batchNormalization.ts';
import { conv2d } from '../../conformance/layers/conv2d.ts';
import { dense } from '../../conformance/layers/dense.ts';
import { activation, dropout, scale, softmax } from '../../conformance/layers/elementwise.ts';
import { pool2d } from '../../conformance/layers/pooling.ts';
import { createRandom } from '../../conformance/random.ts';
import { activationFunctions } from '../../formulas/activations.ts';
import { elementsOf, type Graph } from '../../graph.ts';
import { labelRows, rows, whole } from '../../graphBuilder.ts';
import { operationKinds } from '../../operands.ts';
import { compileReference, type ReferenceExecutable } from './executable.ts';

const batchSize = 3;
const tolerance: Tolerance = { absolute: 1e-8, relative: 1e-6 };
const step = 1e-5;

const layers: readonly (readonly [input: readonly number[], layer: Layer])[] = [
  [[5, 6, 2], conv2d({ filters: 3, kernelSize: [3, 2] })],
  [[5, 6, 2], conv2d({ filters: 3, kernelSize: [3, 3], strides: [2, 1], padding: 'same' })],
  [[6, 7, 2], conv2d({ filters: 2, kernelSize: [2, 3], strides: [3, 2], useBias: false })],
  [[2, 3, 2], dense(4)],
  [[5], dense(3, { useBias: false })],
  ...activationFunctions.map((name) => [[7], activation(name)] as const),
  [[7], activation('elu', { alpha: 0.3 })],
  [[7], activation('leakyRelu', { negativeSlope: 0.7 })],
  [[6], softmax()],
  [[2, 2, 3], softmax()],
  ...(['maxPool2d', 'averagePool2d', 'l2Pool2d'] as const).flatMap((kind) => [
    [[5, 6, 2], pool2d(kind, [2, 2])] as const,
    [[5, 6, 2], pool2d(kind, [3, 2], { strides: [2, 1], padding: 'same' })] as const,
  ]),
  [[3, 3, 2], dropout(0.4)],
  [[5], scale(-1.7)],
  [[2, 3, 4], batchNormalization()],
  [[4], batchNormalization({ gamma: false, beta: false, epsilon: 0.1 })],
];

const layerGraphs = layers.map(([inputShape, layer]) => {
  const chain = chainOf({ inputShape, layers: [layer] });
  const programs = { forward: chain.forward, step: [...chain.forward, ...chain.backward] };
  return {
    title: `${layer.title} on [${inputShape.join(', ')}]`,
    graph: { batchSize, buffers: chain.buffers, programs },
  };
});

const lossGraph: Graph = {
  batchSize,
  buffers: [
    rows('input', 'logits', [5]),
    labelRows('labels'),
    rows('output', 'probabilities', [5]),
    rows('activation', 'losses', []),
    rows('output', 'logits_grad', [5]),
    whole('output', 'loss', []),
  ],
  programs: {
    step: [
      {
        kind: 'softmaxCrossEntropy',
        labelSmoothing: 0.15,
        logits: 'logits',
        labels: 'labels',
        probabilities: 'probabilities',
        losses: 'losses',
        logitsGrad: 'logits_grad',
      },
      { kind: 'mean', input: 'losses', output: 'loss' },
    ],
  },
};

/** Writes normally distributed float64 values into every buffer that can be written. */
function fill(executable: ReferenceExecutable, seed: string): void {
  const random = createRandom(seed);
  for (const buffer of executable.graph.buffers) {
    if (buffer.role === 'output' || buffer.role === 'activation') continue;
    const draw = buffer.type === 'int32' ? () => random.integer(5) : random.normal;
    executable.write(buffer.name, Array.from({ length: elementsOf(buffer, batchSize) }, draw));
  }
}

/** dL/dx of each element of a buffer, L being what `lossOf` gives after running `program`. */
async function numericGradient(
  executable: ReferenceExecutable,
  buffer: string,
  program: string,
  lossOf: () => number,
): Promise<number[]> {
  const values = executable.float64(buffer);
  async function lossAt(i: number, value: number): Promise<number> {
    values[i] = value;
    await executable.run(program);
    return lossOf();
  }
  const gradient: number[] = [];
  for (const [i, value] of [...values].entries()) {
    gradient.push(((await lossAt(i, value + step)) - (await lossAt(i, value - step))) / (2 * step));
    values[i] = value;
  }
  return gradient;
}

describe('the gradients of the reference backend', () => {
  for (const { title, graph } of layerGraphs) {
    it(`of ${title} are those of central differences`, async () => {
      const executable = compileReference(graph);
      fill(executable, title);
      await executable.run('step');
      const weights = [...executable.float64('output_grad')];
      const lossOf = () =>
        executable.float64('output').reduce((sum, value, i) => sum + value * (weights[i] ?? Number.NaN), 0);
      const names = graph.buffers
        .filter(({ name, role }) => name === 'input' || role === 'parameter')
        .map(({ name }) => name);
      for (const name of names) {
        const analytic = [...executable.float64(`${name}_grad`)];
        const numeric = await numericGradient(executable, name, 'forward', lossOf);
        expect.soft(worstDeviation(analytic, numeric, tolerance).share, name).toBeLessThan(1);
      }
    });
  }

  it('of the mean cross-entropy are those of central differences', async () => {
    const executable = compileReference(lossGraph);
    fill(executable, 'loss');
    await executable.run('step');
    const analytic = [...executable.float64('logits_grad')];
    const lossOf = () => executable.float64('loss')[0] ?? Number.NaN;
    const numeric = await numericGradient(executable, 'logits', 'step', lossOf);
    expect(worstDeviation(analytic, numeric, tolerance).share).toBeLessThan(1);
  });

  it('are all checked here', () => {
    const checked = new Set(layerGraphs.flatMap(({ graph }) => graph.programs.step.map(({ kind }) => kind)));
    expect(operationKinds.filter((kind) => kind.endsWith('Grad') && !checked.has(kind))).toEqual([]);
  });
});
