// The lecture's network, trained some steps on one batch of real digits: every loss, the first step's logits,
// probabilities and gradients, and the parameters at the end.

import type { Backend, Executable } from '@convoy/kernels';
import { z } from 'zod';
import { meanDistance, worstDeviation } from '../../../packages/kernels/src/conformance/compare.ts';
import { conv2d } from '../../../packages/kernels/src/conformance/layers/conv2d.ts';
import { dense } from '../../../packages/kernels/src/conformance/layers/dense.ts';
import { activation } from '../../../packages/kernels/src/conformance/layers/elementwise.ts';
import { pool2d } from '../../../packages/kernels/src/conformance/layers/pooling.ts';
import { networkGraph } from '../../../packages/kernels/src/conformance/network.ts';
import { ratesAt } from '../../../packages/kernels/src/conformance/optimizers.ts';
import { arrayOf, type GoldenCase, parse } from '../goldenCase.ts';
import { optimizerOf, optimizerSchema } from '../optimizerAttributes.ts';
import { type ComparedArray, compareArray } from '../report.ts';

const schema = z.object({
  labels: z.array(z.int()),
  optimizer: optimizerSchema,
  steps: z.int().positive(),
  losses: z.array(z.number()),
});

const lossTolerance = { absolute: 0, relative: 1e-3 };
/** A ReLU at its edge can flip between float32 and float64: single parameters may wander, their mean may not. */
const finalTolerance = { absolute: 1e-2, relative: 0 };
const finalMeanTolerance = 2e-4;

const lectureLayers = [
  conv2d({ filters: 32, kernelSize: [3, 3] }),
  activation('relu'),
  pool2d('maxPool2d', [2, 2]),
  conv2d({ filters: 64, kernelSize: [3, 3] }),
  activation('relu'),
  pool2d('maxPool2d', [2, 2]),
  conv2d({ filters: 64, kernelSize: [3, 3] }),
  activation('relu'),
  dense(64),
  activation('relu'),
  dense(10),
];

export async function runSeedCnnTraining(golden: GoldenCase, backend: Backend) {
  const attributes = parse(schema, golden.attributes, golden.name);
  const optimizer = optimizerOf(attributes.optimizer);
  const input = arrayOf(golden, 'input');
  const [batchSize = 0, ...inputShape] = input.shape;
  const graph = networkGraph({
    batchSize,
    inputShape,
    layers: lectureLayers,
    optimizer,
    readableGradients: true,
  });
  const parameters = graph.buffers.filter(({ role }) => role === 'parameter').map(({ name }) => name);
  const executable = await backend.compile(graph);
  executable.write('input', input.data);
  executable.write('labels', Int32Array.from(attributes.labels));
  for (const parameter of parameters) executable.write(parameter, arrayOf(golden, parameter).data);

  const compared: ComparedArray[] = [];
  const losses: number[] = [];
  for (let t = 1; t <= attributes.steps; t++) {
    const rates = ratesAt(optimizer, attributes.optimizer.learning_rate, t);
    for (const [buffer, values] of Object.entries(rates)) executable.write(buffer, values);
    await executable.run('train');
    losses.push(...(await executable.read('loss')));
    if (t === 1) compared.push(...(await compareFirstStep(golden, executable, parameters)));
  }
  compared.push({ array: 'losses', deviation: worstDeviation(losses, attributes.losses, lossTolerance) });
  for (const parameter of parameters) {
    compared.push(compareFinal(golden, parameter, await executable.read(parameter)));
  }
  executable.dispose();
  return compared;
}

async function compareFirstStep(golden: GoldenCase, executable: Executable, parameters: readonly string[]) {
  const compared = [compareArray('logits', await executable.read('output'), arrayOf(golden, 'logits'))];
  for (const array of ['probabilities', ...parameters.map((parameter) => `${parameter}_grad`)]) {
    compared.push(compareArray(array, await executable.read(array), arrayOf(golden, array)));
  }
  return compared;
}

/** Against both tolerances; the worse share counts. */
function compareFinal(golden: GoldenCase, parameter: string, actual: ArrayLike<number>): ComparedArray {
  const array = `${parameter}_final`;
  const expected = arrayOf(golden, array);
  const single = compareArray(array, actual, expected, finalTolerance);
  const mean = meanDistance(actual, expected.data) / finalMeanTolerance;
  const share = Math.max(single.deviation.share, mean);
  return { array, deviation: { ...single.deviation, share } };
}
