// ONNX Runtime, a stranger to Convoy, computes what `predict` computes.

import {
  AveragePooling2D,
  Conv2D,
  createGenerator,
  deriveSeed,
  Flatten,
  preset,
  presetNames,
} from '@convoy/core';
import { presetImageShape } from '@convoy/core/internal';
import type { Combination } from '@convoy/ensemble';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { ensembleOf, largestDifference, randomPixels } from '../testing/ensembles.ts';
import { randomNetwork } from '../testing/randomNetwork.ts';
import { exportOnnx } from './export.ts';

const small = preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 });

async function onnxRuntime(file: Uint8Array, pixels: Uint8Array, shape: readonly number[], type = 'float32') {
  const session = await InferenceSession.create(file);
  const data = type === 'uint8' ? pixels : Float32Array.from(pixels);
  const outputs = await session.run({ images: new Tensor(type as 'float32', data as Float32Array, shape) });
  return new Map(
    Object.entries(outputs).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }]),
  );
}

test.each(presetNames)('ONNX Runtime gives the probabilities of two members of %s', async (name) => {
  const model = preset(name, { imageShape: presetImageShape(name), classes: 10 });
  const ensemble = ensembleOf([model, model]);
  const pixels = randomPixels(ensemble, 3);
  const { probabilities } = await ensemble.predict(pixels);
  const outputs = await onnxRuntime(exportOnnx(ensemble), pixels, [3, ...ensemble.imageShape]);
  expect(outputs.get('probabilities')?.dims).toEqual([3, 10]);
  expect(largestDifference(outputs.get('probabilities')?.data ?? [], probabilities)).toBeLessThan(1e-5);
});

test('ONNX Runtime gives the probabilities of 60 random networks', async () => {
  const random = createGenerator(deriveSeed(1, 'networks'));
  for (let turn = 0; turn < 60; turn++) {
    const model = randomNetwork(random);
    const ensemble = ensembleOf([model], { method: 'mean' }, turn);
    const pixels = randomPixels(ensemble, 2, turn);
    const { probabilities } = await ensemble.predict(pixels);
    const outputs = await onnxRuntime(exportOnnx(ensemble), pixels, [2, ...ensemble.imageShape]);
    const difference = largestDifference(outputs.get('probabilities')?.data ?? [], probabilities);
    expect(difference, JSON.stringify(model.layers)).toBeLessThan(1e-5);
    ensemble.dispose();
  }
});

const combinations: readonly Combination[] = [
  { method: 'mean', temperature: 0.4 },
  { method: 'vote' },
  { method: 'vote', temperature: 2.5 },
  { method: 'greedy', weights: [0.25, 0, 0.75] },
  { method: 'greedy', weights: [0, 1, 0], temperature: 1.5 },
];
test.each(combinations)(
  'the combination $method, temperature $temperature, is inside',
  async (combination) => {
    const ensemble = ensembleOf([small, small, small], combination);
    const pixels = randomPixels(ensemble, 4);
    const expected = await ensemble.predict(pixels);
    const outputs = await onnxRuntime(exportOnnx(ensemble, { members: true }), pixels, [4, 28, 28, 1]);
    expect(largestDifference(outputs.get('probabilities')?.data ?? [], expected.probabilities)).toBeLessThan(
      1e-5,
    );
    expect(outputs.get('members')?.dims).toEqual([4, 3, 10]);
    for (const [at, member] of expected.members.entries()) {
      const rows = Array.from({ length: 4 }, (_, n) =>
        Array.from(outputs.get('members')?.data.subarray((n * 3 + at) * 10, (n * 3 + at + 1) * 10) ?? []),
      );
      expect(largestDifference(rows.flat(), member)).toBeLessThan(1e-5);
    }
  },
);

test('one member, channels first, from bytes', async () => {
  const color = preset('convnetjs-cifar', { imageShape: [32, 32, 3], classes: 10 });
  const ensemble = ensembleOf([color, color], { method: 'vote' });
  const pixels = randomPixels(ensemble, 2);
  const planes = Uint8Array.from(pixels, (_, i) => {
    const [image, rest] = [Math.floor(i / 3072), i % 3072];
    return pixels[image * 3072 + (rest % 1024) * 3 + Math.floor(rest / 1024)] ?? 0;
  });
  const file = exportOnnx(ensemble, { member: 1, layout: 'NCHW', inputType: 'uint8' });
  const outputs = await onnxRuntime(file, planes, [2, 3, 32, 32], 'uint8');
  const { members } = await ensemble.predict(pixels);
  expect(largestDifference(outputs.get('probabilities')?.data ?? [], members[1] ?? [])).toBeLessThan(1e-5);
  expect(() => exportOnnx(ensemble, { member: 2 })).toThrow('member: expected one of 0, 1, got 2');
});

test('an image that is flattened into the answer keeps its order', async () => {
  const layers = [
    Conv2D({ filters: 2, kernelSize: 3, padding: 'same' }),
    AveragePooling2D({ poolSize: 2 }),
    Flatten(),
  ];
  const ensemble = ensembleOf([{ inputShape: [4, 4, 1], layers }]);
  const pixels = randomPixels(ensemble, 1);
  const { probabilities } = await ensemble.predict(pixels);
  const outputs = await onnxRuntime(exportOnnx(ensemble), pixels, [1, 4, 4, 1]);
  expect(largestDifference(outputs.get('probabilities')?.data ?? [], probabilities)).toBeLessThan(1e-5);
});

test('the same ensemble gives the same bytes', () => {
  const ensemble = ensembleOf([small]);
  expect(exportOnnx(ensemble)).toEqual(exportOnnx(ensemble));
});
