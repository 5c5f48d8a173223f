import {
  Activation,
  Conv2D,
  createGenerator,
  deriveSeed,
  GlobalMaxPooling2D,
  L2Pooling2D,
  preset,
  presetNames,
} from '@convoy/core';
import { presetImageShape } from '@convoy/core/internal';
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { ensembleOf } from '../testing/ensembles.ts';
import { randomNetwork } from '../testing/randomNetwork.ts';
import { openArchive } from './archive.ts';
import { exportKeras } from './export.ts';
import { importKeras } from './import.ts';

const small = preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 });

test.each(presetNames)('%s comes back with every bit of its weights', async (name) => {
  const model = preset(name, { imageShape: presetImageShape(name), classes: 10 });
  const ensemble = ensembleOf([model, model]);
  const { networks } = await importKeras(await exportKeras(ensemble));
  expect(networks).toHaveLength(2);
  for (const [at, { model, weights }] of networks.entries()) {
    const before = ensemble.networkOf(at);
    expect(model.normalization).toEqual(before.model.normalization);
    expect(weights).toEqual(before.weights);
  }
});

test('random networks come back, alone', async () => {
  const random = createGenerator(deriveSeed(5, 'networks'));
  for (let turn = 0; turn < 20; turn++) {
    const ensemble = ensembleOf(
      [randomNetwork(random, { without: ['L2Pooling2D'] })],
      { method: 'mean' },
      turn,
    );
    const { networks } = await importKeras(await exportKeras(ensemble));
    const before = ensemble.networkOf(0);
    expect(networks[0]?.weights).toEqual(before.weights);
    expect(networks[0]?.model.layers).toMatchObject(
      before.model.layers.map(({ type, name }) => ({ type, name })),
    );
  }
});

test('options of activations come back, as layers of Keras where its names cannot carry them', async () => {
  const layers = [
    Conv2D({ filters: 3, kernelSize: 3, activation: 'leakyRelu' }),
    Activation({ activation: 'elu', alpha: 0.7 }),
    Activation({ activation: 'leakyRelu', negativeSlope: 0.01 }),
    Activation({ activation: 'leakyRelu' }),
    Activation({ activation: 'silu' }),
    GlobalMaxPooling2D(),
    Activation({ activation: 'softmax' }),
  ];
  const ensemble = ensembleOf([{ inputShape: [5, 5, 1], layers }]);
  const file = await exportKeras(ensemble);
  const { config } = JSON.parse(openArchive(file).config);
  const written = config.layers.map((layer: { class_name: string; config: Record<string, unknown> }) => [
    layer.class_name,
    layer.config.activation ?? layer.config.alpha ?? layer.config.negative_slope,
  ]);
  expect(written).toEqual([
    ['InputLayer', undefined],
    ['Rescaling', undefined],
    ['Conv2D', 'leaky_relu'],
    ['ELU', 0.7],
    ['LeakyReLU', 0.01],
    ['Activation', 'leaky_relu'],
    ['Activation', 'silu'],
    ['GlobalMaxPooling2D', undefined],
    ['Activation', 'softmax'],
  ]);
  const { networks } = await importKeras(file);
  expect(networks[0]?.model.layers).toEqual(ensemble.networkOf(0).model.layers);
});

test('weights of members come back', async () => {
  const combination = { method: 'greedy', weights: [0.25, 0.75] } as const;
  const { combination: back } = await importKeras(await exportKeras(ensembleOf([small, small], combination)));
  expect(back).toEqual(combination);
});

test('what Keras lacks is refused by name', async () => {
  await expect(exportKeras(ensembleOf([small, small], { method: 'vote' }))).rejects.toThrow(
    'combination: expected a mean or weights, got votes',
  );
  const calibrated = { method: 'mean', temperature: 2 } as const;
  await expect(exportKeras(ensembleOf([small, small], calibrated))).rejects.toThrow('got a temperature');
  const pooled = { ...small, layers: [L2Pooling2D({ poolSize: 1 }), ...small.layers] };
  await expect(exportKeras(ensembleOf([pooled]))).rejects.toThrow(
    'l2_pooling2d_1 (L2Pooling2D): Keras has no L2 pooling',
  );
});

test('a layer that Convoy lacks, and a zip that unpacks to far more than it is, are refused', async () => {
  const file = await exportKeras(ensembleOf([small]));
  const { config, weights } = openArchive(file);
  const changed = (text: string) =>
    zipSync({ 'config.json': strToU8(text), 'model.weights.h5': weights }, { level: 0 });
  await expect(importKeras(changed(config.replace('"Flatten"', '"LSTM"')))).rejects.toThrow(
    'layer flatten_1 (LSTM): Convoy has no such layer',
  );
  await expect(importKeras(changed(config.replace('channels_last', 'channels_first')))).rejects.toThrow(
    'layer conv2d_1 (Conv2D): expected data_format channels_last, got channels_first',
  );
  const bomb = zipSync({ 'config.json': strToU8(config), 'model.weights.h5': new Uint8Array(3e7) });
  await expect(importKeras(bomb)).rejects.toMatchObject({
    code: 'corrupt-file',
    cause: { message: expect.stringContaining('model.weights.h5: it declares 30000000 bytes in a file of') },
  });
});
