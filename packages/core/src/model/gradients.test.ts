// Whether layers are lowered right, backward as well as forward: each parameter's gradient, taken from a training step
// (plain SGD with rate 1 changes a parameter by exactly its gradient), against the slope of that step's own loss, by
// central differences in the reference backend's float64.

import { type Executable, selectBackend } from '@convoy/kernels';
import { describe, expect, it } from 'vitest';
import { Activation } from '../layers/activation.ts';
import { AveragePooling2D } from '../layers/averagePooling2d.ts';
import { BatchNormalization } from '../layers/batchNormalization.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Flatten } from '../layers/flatten.ts';
import { GlobalAveragePooling2D } from '../layers/globalAveragePooling2d.ts';
import { GlobalMaxPooling2D } from '../layers/globalMaxPooling2d.ts';
import { L2Pooling2D } from '../layers/l2Pooling2d.ts';
import { type LayerSpec, layerTypes } from '../layers/list.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import { Rescaling } from '../layers/rescaling.ts';
import { SGD } from '../optimizers/sgd.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { buildGraph } from './buildGraph.ts';
import { CategoricalCrossentropy } from './losses/categoricalCrossentropy.ts';
import { structureOf } from './structure.ts';
import { initializeWeights } from './weights.ts';

const rows = 3;
const inputShape = [6, 7, 2] as const;
const classes = 3;
const softmax = Dense({ units: classes, activation: 'softmax' });

const networks: Readonly<Record<string, readonly LayerSpec[]>> = {
  'convolution, max pooling, dense': [
    Conv2D({ filters: 3, kernelSize: 3, activation: 'tanh' }),
    MaxPooling2D(),
    Conv2D({ filters: 2, kernelSize: [1, 2], padding: 'same', activation: 'sigmoid' }),
    Flatten(),
    Dense({ units: 4, activation: 'gelu' }),
    softmax,
  ],
  'activations with options of their own': [
    Conv2D({ filters: 3, kernelSize: 3, activation: 'silu' }),
    Activation({ activation: 'leakyRelu', negativeSlope: 0.3 }),
    Conv2D({ filters: 2, kernelSize: [1, 2], activation: 'softplus' }),
    Flatten(),
    Dense({ units: 4, activation: 'elu' }),
    Activation({ activation: 'elu', alpha: 0.4 }),
    softmax,
  ],
  'average and L2 pooling': [
    Conv2D({ filters: 3, kernelSize: 2, strides: [1, 2], useBias: false }),
    AveragePooling2D({ poolSize: 2, strides: 1, padding: 'same' }),
    L2Pooling2D({ poolSize: [2, 1] }),
    Flatten(),
    softmax,
  ],
  'batch normalization after a convolution and after Flatten': [
    Conv2D({ filters: 2, kernelSize: 3 }),
    BatchNormalization(),
    Activation({ activation: 'tanh' }),
    MaxPooling2D(),
    Flatten(),
    BatchNormalization({ center: false, scale: false, epsilon: 0.1 }),
    softmax,
  ],
  'dropout around Flatten': [
    Conv2D({ filters: 2, kernelSize: 3, activation: 'relu' }),
    Dropout({ rate: 0.3 }),
    Flatten(),
    Dropout({ rate: 0.4 }),
    softmax,
  ],
  'softmax within the network, of pixels and of a flattened image': [
    Conv2D({ filters: 3, kernelSize: 4, activation: 'softmax' }),
    Flatten(),
    Activation({ activation: 'softmax' }),
    softmax,
  ],
  'softmax of a flattened 1×1 image as the last layer': [
    Conv2D({ filters: 4, kernelSize: 3, activation: 'tanh' }),
    Conv2D({ filters: classes, kernelSize: [4, 5] }),
    Flatten(),
    Activation({ activation: 'softmax' }),
  ],
  'a frozen layer between learning ones': [
    Conv2D({ filters: 2, kernelSize: 3 }),
    Conv2D({ filters: 2, kernelSize: 3, activation: 'tanh', trainable: false }),
    Flatten(),
    softmax,
  ],
  'global pooling and a scaled output': [
    Conv2D({ filters: 4, kernelSize: 3, activation: 'tanh' }),
    GlobalMaxPooling2D(),
    Dense({ units: classes, useBias: false }),
    Rescaling({ scale: 1 / 9 }),
    Activation({ activation: 'softmax' }),
  ],
  'global average pooling before batch normalization': [
    Rescaling({ scale: -2 }),
    Conv2D({ filters: 5, kernelSize: 2, activation: 'gelu' }),
    GlobalAveragePooling2D(),
    BatchNormalization({ epsilon: 0.01 }),
    softmax,
  ],
  'convolution, pooling, batch normalization of frozen scale and GELU, as in airbench94': [
    Conv2D({ filters: 6, kernelSize: 2, activation: 'gelu', trainable: false }),
    Conv2D({ filters: 5, kernelSize: 3, padding: 'same', useBias: false }),
    MaxPooling2D(),
    BatchNormalization({ scale: false, momentum: 0.6, epsilon: 1e-12, unbiasedMovingVariance: true }),
    Activation({ activation: 'gelu' }),
    Conv2D({ filters: 5, kernelSize: 3, padding: 'same', useBias: false }),
    BatchNormalization({ scale: false, momentum: 0.6, epsilon: 1e-12, unbiasedMovingVariance: true }),
    Activation({ activation: 'gelu' }),
    MaxPooling2D(),
    Flatten(),
    Dense({ units: classes, useBias: false }),
    Rescaling({ scale: 1 / 9 }),
    Activation({ activation: 'softmax' }),
  ],
  'frozen batch normalization between learning layers': [
    Conv2D({ filters: 3, kernelSize: 3 }),
    BatchNormalization({ trainable: false, epsilon: 0.1 }),
    Activation({ activation: 'tanh' }),
    Conv2D({ filters: 3, kernelSize: 3 }),
    Flatten(),
    BatchNormalization({ trainable: false, scale: false, center: false }),
    softmax,
  ],
};

/** The reference backend shows its buffers in float64. */
interface Float64Executable extends Executable {
  float64(buffer: string): Float64Array;
}

async function prepare(layers: readonly LayerSpec[], backendName = 'reference') {
  const model = { inputShape, layers };
  const generator = createGenerator(deriveSeed(5, 'gradients'));
  const backend = await selectBackend(backendName);
  const executable = await backend.compile(
    buildGraph(model, {
      batchSize: rows,
      loss: CategoricalCrossentropy({ labelSmoothing: 0.1 }),
      optimizer: SGD({ learningRate: 1 }),
    }),
  );
  const structure = structureOf(model);
  for (const [name, values] of initializeWeights(structure, generator)) {
    // Biases of zero would hide what is done with them.
    executable.write(
      name,
      values.map((value) => value + 0.1 * generator.uniform()),
    );
  }
  const images = Float32Array.from({ length: rows * 6 * 7 * 2 }, () => generator.normal());
  executable.write('images', images);
  executable.write('labels', [2, 0, 1]);
  for (const { name } of executable.graph.buffers) if (name.endsWith('/key')) executable.write(name, [3, 4]);
  return { executable, structure };
}

/** The training loss; nothing is learned from it. */
async function lossOf(executable: Float64Executable): Promise<number> {
  executable.write('learningRate', [0]);
  await executable.run('trainStep');
  return executable.float64('loss')[0] as number;
}

describe('the gradients of a lowered network', () => {
  it.each(Object.entries(networks))('with %s are the slopes of its loss', async (_, layers) => {
    const { executable: compiled, structure } = await prepare(layers);
    const executable = compiled as Float64Executable;
    const before = new Map(
      structure.weights.map(({ name }) => [name, Float64Array.from(executable.float64(name))]),
    );
    executable.write('learningRate', [1]);
    await executable.run('trainStep');
    const analytic = new Map(
      [...before].map(([name, old]) => {
        const now = executable.float64(name);
        return [name, old.map((value, i) => value - (now[i] as number))] as const;
      }),
    );
    for (const [name, values] of before) executable.write(name, [...values]);

    const step = 1e-5;
    for (const { name, trainable, role } of structure.weights) {
      if (role === 'state') continue;
      const values = [...(before.get(name) ?? [])];
      for (let i = 0; i < values.length; i += Math.ceil(values.length / 7)) {
        const nudged = async (by: number) => {
          executable.write(
            name,
            values.map((value, at) => (at === i ? value + by : value)),
          );
          return lossOf(executable);
        };
        const slope = ((await nudged(step)) - (await nudged(-step))) / (2 * step);
        expect(analytic.get(name)?.[i], `${name}[${i}]`).toBeCloseTo(trainable ? slope : 0, 7);
      }
      executable.write(name, values);
    }
  });

  it.each(Object.entries(networks))('with %s are the same on the wasm backend', async (_, layers) => {
    const { executable, structure } = await prepare(layers, 'wasm');
    const { executable: reference } = await prepare(layers);
    for (const side of [executable, reference]) {
      side.write('learningRate', [1]);
      await side.run('trainStep');
    }
    // Through the batch's own statistics small differences grow: the tolerance is that of gradients.
    for (const { name } of structure.weights) {
      const expected = await reference.read(name);
      for (const [i, value] of (await executable.read(name)).entries()) {
        expect(value, `${name}[${i}]`).toBeCloseTo(expected[i] ?? Number.NaN, 4);
      }
    }
  });

  it('are checked for every type of layer', () => {
    const checked = new Set(
      Object.values(networks)
        .flat()
        .map(({ type }) => type),
    );
    expect([...checked].sort()).toEqual([...layerTypes].sort());
  });
});
