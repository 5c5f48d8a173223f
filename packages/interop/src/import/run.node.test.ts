// Networks that were made and trained in Keras and PyTorch (`testing/python/train_fixtures.py`) are here what they are
// there: the same probabilities, so the same accuracy.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Activation,
  AveragePooling2D,
  BatchNormalization,
  Conv2D,
  type Dataset,
  Dense,
  Flatten,
  type SequentialConfig,
} from '@convoy/core';
import { accuracy } from '@convoy/ensemble';
import { Ensemble, trainEnsemble } from '@convoy/ensemble/node';
import { expect, test } from 'vitest';
import { importKeras } from '../keras/import.ts';
import { importOnnx } from '../onnx/import.ts';
import { importSafetensors } from '../safetensors/import.ts';
import { largestDifference } from '../testing/ensembles.ts';
import type { Imported } from './imported.ts';
import { writeImportedRun } from './run.node.ts';

interface Bars {
  readonly images: string;
  readonly labels: readonly number[];
  readonly keras: Metrics;
  readonly pytorch: Metrics;
}
interface Metrics {
  readonly accuracy: number;
  readonly probabilities: readonly number[];
}

const read = (name: string) => readFile(new URL(`../testing/fixtures/bars.${name}`, import.meta.url));
const bars: Bars = JSON.parse(String(await read('json')));
const images = Uint8Array.from(Buffer.from(bars.images, 'base64'));
/** What the PyTorch program did to its images before the network saw them. */
const normalization = { mean: [0.3], standardDeviation: [0.5] };

async function expectSame(imported: Imported, expected: Metrics): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'convoy-import-'));
  try {
    await writeImportedRun(join(folder, 'run'), [imported], { classNames: ['lies', 'stands', 'leans'] });
    const ensemble = await Ensemble.load(join(folder, 'run'));
    const { probabilities } = await ensemble.predict(images);
    expect(largestDifference(probabilities, expected.probabilities)).toBeLessThan(1e-5);
    expect(accuracy(probabilities, Uint8Array.from(bars.labels), 3)).toBe(expected.accuracy);
    ensemble.dispose();
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('a network from Keras', async () => {
  expect(bars.keras.accuracy).toBeGreaterThan(0.5);
  await expectSame(await importKeras(await read('keras')), bars.keras);
});

test('a network from PyTorch, by ONNX', async () => {
  expect(bars.pytorch.accuracy).toBeGreaterThan(0.5);
  await expectSame(importOnnx(await read('onnx'), { normalization }), bars.pytorch);
});

test('a network from PyTorch, by safetensors and a list of layers', async () => {
  const layers = [
    Conv2D({ filters: 4, kernelSize: 3, padding: 'same', useBias: false, name: 'features.conv1' }),
    BatchNormalization({ epsilon: 1e-5, name: 'features.bn1' }),
    Activation({ activation: 'gelu' }),
    AveragePooling2D(),
    Conv2D({ filters: 4, kernelSize: 2, activation: 'relu', name: 'features.conv2' }),
    Flatten(),
    Dense({ units: 3, name: 'fc' }),
  ];
  const model = { inputShape: [8, 8, 1], layers, normalization } as const;
  await expectSame(importSafetensors(await read('safetensors'), model), bars.pytorch);
});

test('a network from Keras is fine-tuned', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'convoy-import-'));
  const classNames = ['lies', 'stands', 'leans'];
  const labels = Uint8Array.from(bars.labels);
  const split = { count: labels.length, images, labels };
  const dataset: Dataset = {
    name: 'bars',
    sha256: '0'.repeat(64),
    imageShape: [8, 8, 1],
    classNames,
    train: split,
    test: split,
  };
  const start = await writeImportedRun(join(folder, 'keras'), [await importKeras(await read('keras'))], {
    classNames,
    dataset,
  });
  expect(start.metrics?.ensemble.accuracy).toBe(bars.keras.accuracy);
  const { metrics } = await trainEnsemble({
    dataset,
    model: start.models[0] as SequentialConfig,
    members: 1,
    epochs: 10,
    batchSize: 8,
    validationSplit: 0,
    seed: 1,
    startFrom: join(folder, 'keras'),
    out: join(folder, 'tuned'),
  });
  expect(metrics?.nll).toBeLessThan(start.metrics?.ensemble.nll ?? 0);
  await rm(folder, { recursive: true });
});

test('a folder that holds something is left alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'convoy-import-'));
  const imported = importOnnx(await read('onnx'));
  await writeImportedRun(folder, [imported]);
  await expect(writeImportedRun(folder, [imported])).rejects.toThrow('out: expected a new or empty folder');
  const two = await writeImportedRun(folder, [imported, imported], { overwrite: true });
  expect(two).toMatchObject({ models: [{}, {}], classNames: ['0', '1', '2'], metrics: null });
  const wrong = writeImportedRun(folder, [imported], { overwrite: true, classNames: ['a', 'b'] });
  await expect(wrong).rejects.toThrow('classNames: expected 3, got 2: a, b');
  await rm(folder, { recursive: true });
});
