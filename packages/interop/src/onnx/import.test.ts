// What is exported comes back with every bit of its weights; what is not a stack of layers is refused by its name.

import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { createGenerator, deriveSeed, preset, presetNames } from '@convoy/core';
import { presetImageShape } from '@convoy/core/internal';
import { Ensemble } from '@convoy/ensemble/node';
import { expect, test } from 'vitest';
import { ensembleOf, largestDifference, randomPixels } from '../testing/ensembles.ts';
import { randomNetwork } from '../testing/randomNetwork.ts';
import { encodeOnnx } from './encode.ts';
import { exportOnnx } from './export.ts';
import { type AttributeValue, OnnxGraph } from './graph.ts';
import { importOnnx } from './import.ts';

function imported(file: Uint8Array, classNames: readonly string[]): Ensemble {
  const { networks, combination } = importOnnx(file);
  const [first] = networks;
  if (first === undefined) throw new Error('nothing was imported');
  return new Ensemble({
    model: first.model,
    classNames,
    dataset: { name: 'none', sha256: '' },
    combination: combination ?? { method: 'mean' },
    members: networks.map(({ model, weights }, member) => {
      return { member, seed: deriveSeed(member), epochs: 0, accuracy: 0, nll: 0, model, weights };
    }),
  });
}

test.each(presetNames)('%s comes back as it was', async (name) => {
  const model = preset(name, { imageShape: presetImageShape(name), classes: 10 });
  const ensemble = ensembleOf([model, model], { method: 'greedy', weights: [0.25, 0.75], temperature: 1.5 });
  const back = imported(exportOnnx(ensemble), ensemble.classNames);
  expect(back.combination).toEqual(ensemble.combination);
  for (const member of [0, 1]) {
    const [before, after] = [ensemble.networkOf(member), back.networkOf(member)];
    expect(after.model.normalization).toEqual(before.model.normalization);
    // The names of layers are given anew, so their order is what tells them apart. A factor that is 1 becomes a tensor.
    const added = name.startsWith('airbench') ? /gamma$/ : /^$/;
    const values = [...after.weights].filter(([key]) => !added.test(key)).map(([, tensor]) => tensor);
    expect(values).toEqual([...before.weights.values()]);
  }
  const pixels = randomPixels(ensemble, 2);
  const [before, after] = [await ensemble.predict(pixels), await back.predict(pixels)];
  expect(largestDifference(after.probabilities, before.probabilities)).toBeLessThan(1e-6);
});

test('random networks come back', async () => {
  const random = createGenerator(deriveSeed(3, 'networks'));
  for (let turn = 0; turn < 60; turn++) {
    const model = randomNetwork(random);
    const ensemble = ensembleOf([model], { method: 'mean' }, turn);
    const layout = turn % 2 === 0 ? 'NHWC' : 'NCHW';
    const back = imported(exportOnnx(ensemble, { layout }), ensemble.classNames);
    const pixels = randomPixels(ensemble, 2, turn);
    const [before, after] = [await ensemble.predict(pixels), await back.predict(pixels)];
    const difference = largestDifference(after.probabilities, before.probabilities);
    expect(difference, JSON.stringify(model.layers)).toBeLessThan(1e-6);
    for (const one of [ensemble, back]) one.dispose();
  }
});

type ChainNode = readonly [string, Readonly<Record<string, AttributeValue>>?, number[]?];

/** A file of one chain of operations over images `[batch, 2, 6, 6]`. */
function chain(...nodes: readonly ChainNode[]) {
  const graph = new OnnxGraph();
  let value = 'images';
  for (const [at, [operator, attributes = {}, shape]] of nodes.entries()) {
    const size = (shape ?? []).reduce((product, extent) => product * extent, 1);
    const constants = shape ? [graph.tensor(`constant ${at}`, shape, new Float32Array(size).fill(0.5))] : [];
    value = graph.add(operator, [value, ...constants], attributes, `value ${at}`);
  }
  return encodeOnnx({
    name: 'chain',
    inputs: [{ name: 'images', type: 'float32', shape: ['batch', 2, 6, 6] }],
    outputs: [{ name: value, type: 'float32', shape: ['batch', 3] }],
    nodes: graph.nodes,
    initializers: [...graph.initializers.values()],
    metadata: {},
  });
}

const conv: ChainNode = ['Conv', {}, [3, 2, 3, 3]];

test('activations are recognized by what they compute, whatever they are written with', () => {
  const { networks } = importOnnx(
    chain(conv, ['Gelu'], ['LeakyRelu', { alpha: { float: 0 } }], ['GlobalMaxPool']),
  );
  expect(networks[0]?.model.layers).toMatchObject([
    { type: 'Conv2D', activation: 'gelu' },
    { type: 'Activation', activation: 'relu' },
    { type: 'GlobalMaxPooling2D' },
    { type: 'Activation', activation: 'softmax' },
  ]);
});

test('options of activations come back; a layer takes what has the defaults, a layer of its own the rest', () => {
  const { networks } = importOnnx(
    chain(
      conv,
      ['Elu'],
      ['Elu', { alpha: { float: 0.7 } }],
      ['LeakyRelu', { alpha: { float: 0.2 } }],
      ['LeakyRelu'],
      ['Softplus'],
      ['GlobalMaxPool'],
    ),
  );
  expect(networks[0]?.model.layers.slice(0, 5)).toMatchObject([
    { type: 'Conv2D', activation: 'elu' },
    { type: 'Activation', activation: 'elu', alpha: 0.7 },
    { type: 'Activation', activation: 'leakyRelu', negativeSlope: 0.2 },
    { type: 'Activation', activation: 'leakyRelu', negativeSlope: 0.01 },
    { type: 'Activation', activation: 'softplus' },
  ]);
});

test('what is done to pixels before the first layer becomes the normalization', () => {
  const normalizationOf = (file: Uint8Array, pixelRange?: 1 | 255) =>
    importOnnx(file, pixelRange === undefined ? {} : { pixelRange }).networks[0]?.model.normalization;
  const file = chain(['Sub', {}, [1, 2, 1, 1]], ['Div', {}, [2, 1, 1]], conv, ['GlobalMaxPool']);
  expect(normalizationOf(file)).toEqual({ mean: [0.5, 0.5], standardDeviation: [0.5, 0.5] });
  expect(normalizationOf(file, 255)?.mean[0]).toBeCloseTo(0.5 / 255, 7);
  expect(normalizationOf(chain(conv, ['GlobalMaxPool']))).toBeUndefined();
});

test.each([
  [
    'an unknown operation',
    chain(conv, ['Hardmax']),
    'node /Hardmax (Hardmax): no layer of Convoy computes it',
  ],
  [
    'a slope that Convoy does not take',
    chain(conv, ['LeakyRelu', { alpha: { float: -0.5 } }]),
    'node /LeakyRelu (LeakyRelu): no layer of Convoy computes it',
  ],
  [
    'a cast that rounds',
    chain(conv, ['Cast', { to: 7 }]),
    'node /Cast (Cast): expected a cast to float32, float16 or bfloat16',
  ],
  [
    'a squeeze that changes nothing',
    chain(conv, ['Squeeze']),
    'node /Squeeze (Squeeze): expected maps of one pixel',
  ],
  [
    'a logarithm within',
    chain(conv, ['GlobalMaxPool'], ['LogSoftmax'], ['Softmax']),
    'node /LogSoftmax (LogSoftmax): expected it last',
  ],
  ['groups', chain(['Conv', { group: 2 }, [3, 2, 3, 3]]), 'node /Conv (Conv): expected 1 group, got 2'],
  [
    'padding that is not that of same',
    chain(['Conv', { pads: [2, 2, 2, 2] }, [3, 2, 3, 3]]),
    'node /Conv (Conv): expected no padding or pads [1, 1, 1, 1], got [2, 2, 2, 2]',
  ],
  [
    'rounding up',
    chain(['MaxPool', { kernel_shape: [2, 2], ceil_mode: 1 }]),
    'node /MaxPool (MaxPool): expected ceil_mode 0',
  ],
  [
    'a constant along the width',
    chain(['Add', {}, [6]], conv),
    'node /Add (Add): expected one number, or [2, 1, 1], got [6]',
  ],
  [
    'channels that do not fit',
    chain(['Conv', {}, [3, 1, 3, 3]]),
    'node /Conv (Conv): expected kernels over 2 channels, got 1',
  ],
  [
    'a dense layer over images',
    chain(['Gemm', {}, [6, 3]]),
    'node /Gemm (Gemm): dense_1 (Dense): expected a vector [features], found [6, 6, 2]',
  ],
])('%s is refused by name', (_, file, message) => {
  expect(() => importOnnx(file)).toThrow(message);
});

test('a branch and a cycle are refused', () => {
  const file = (nodes: OnnxGraph, output: string) =>
    encodeOnnx({
      name: 'graph',
      inputs: [{ name: 'images', type: 'float32', shape: [1, 2, 6, 6] }],
      outputs: [{ name: output, type: 'float32', shape: [1, 3] }],
      nodes: nodes.nodes,
      initializers: [],
      metadata: {},
    });
  const branch = new OnnxGraph();
  const sum = branch.add('Add', [
    branch.add('GlobalMaxPool', ['images']),
    branch.add('GlobalAveragePool', ['images']),
  ]);
  expect(() => importOnnx(file(branch, sum))).toThrow(
    'node /Add (Add): expected one computed input, as in a stack of layers, got 2',
  );
  const cycle = new OnnxGraph();
  cycle.add('Softmax', ['b'], {}, 'a');
  cycle.add('Softmax', ['a'], {}, 'b');
  expect(() => importOnnx(file(cycle, 'a'))).toThrow('is computed from itself');
});

test('a tensor whose numbers are in another file is refused', () => {
  const initializer = new BinaryWriter();
  initializer.tag(8, WireType.LengthDelimited).string('weights');
  initializer.tag(13, WireType.LengthDelimited).bytes(new Uint8Array());
  initializer.tag(14, WireType.Varint).int32(1);
  const graph = new BinaryWriter().tag(5, WireType.LengthDelimited).bytes(initializer.finish());
  const file = new BinaryWriter().tag(7, WireType.LengthDelimited).bytes(graph.finish()).finish();
  expect(() => importOnnx(file)).toThrow('tensor weights: its numbers are in another file');
});
