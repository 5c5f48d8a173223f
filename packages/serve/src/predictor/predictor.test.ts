import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Prediction } from '@convoy/ensemble';
import { Ensemble, trainEnsemble } from '@convoy/ensemble/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { smallDataset, smallRun } from '../../../ensemble/src/testing/smallRun.ts';
import { createPredictor, type Predictor } from './predictor.ts';

const { images } = smallDataset.test;
let folder: string;
let expected: Prediction;
let predictor: Predictor;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-predictor-'));
  const run = join(folder, 'run');
  await trainEnsemble({ ...smallRun, out: run, calibrate: true });
  const ensemble = await Ensemble.load(run);
  expected = await ensemble.predict(images);
  predictor = await createPredictor(run, { workers: 2, maxBatch: 16, maxQueue: 200, timeout: 20_000 });
});
afterAll(async () => {
  await predictor?.close();
  await rm(folder, { recursive: true });
});

test('rows are predicted as Ensemble.predict does, to the bit: bytes, floats, in parts and in batches with others', async () => {
  const [whole, floats, ...single] = await Promise.all([
    predictor.predict(images), // More rows than a batch has.
    predictor.predict(Float32Array.from(images)),
    ...Array.from({ length: 60 }, (_, n) => predictor.predict(images.subarray(n * 784, (n + 1) * 784))),
  ]);
  expect(whole).toEqual(expected);
  expect(floats).toEqual(expected);
  for (const [n, { probabilities, labels }] of single.entries()) {
    expect(probabilities).toEqual(expected.probabilities.slice(n * 10, (n + 1) * 10));
    expect(labels[0]).toBe(expected.labels[n]);
  }
});

test('several requests run in one execution', async () => {
  const before = { ...predictor.statistics };
  await Promise.all(Array.from({ length: 16 }, () => predictor.predict(images.subarray(0, 784))));
  expect(predictor.statistics.rows - before.rows).toBe(16);
  expect(predictor.statistics.executions - before.executions).toBe(1);
});

test('workers that die are replaced, and their rows predicted by others', async () => {
  const answers = Array.from({ length: 50 }, () => predictor.predict(images.subarray(0, 784)));
  await Promise.all(predictor.threads.map((thread) => thread.terminate()));
  for (const { probabilities } of await Promise.all(answers)) {
    expect(probabilities).toEqual(expected.probabilities.slice(0, 10));
  }
  await expect.poll(() => predictor.threads.length).toBe(2);
});

test('a caller that leaves gets an error at once, and its rows leave the queue', async () => {
  const controller = new AbortController();
  const left = predictor.predict(images, { signal: controller.signal });
  controller.abort();
  await expect(left).rejects.toMatchObject({ code: 'cancelled' });
  expect(predictor.queued).toBe(0);
});

test.each([
  [
    'no whole images',
    new Uint8Array(700),
    'invalid-request',
    'images: expected rows of 28 × 28 × 1 = 784 values, got 700',
  ],
  ['more rows than may wait', new Uint8Array(201 * 784), 'queue-full', 'at most 200 may'],
])('refuses %s', async (_, rows, code, message) => {
  await expect(predictor.predict(rows)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
});

test('a run that is none, and options that are wrong, are refused by name', async () => {
  await expect(createPredictor(join(folder, 'none'))).rejects.toThrow(
    /none: no ensemble can be read: ENOENT/,
  );
  await expect(createPredictor('any', { workers: 0 })).rejects.toThrow(
    'workers: expected a whole number of 1 or more, got 0',
  );
  await expect(createPredictor('any', { maxDelay: -1 })).rejects.toThrow('maxDelay: expected milliseconds');
  await expect(createPredictor('any', { abstainBelow: 90 })).rejects.toThrow(
    'abstainBelow: expected a probability',
  );
});

test('closing answers what is open, and refuses what comes after', async () => {
  const own = await createPredictor(join(folder, 'run'), { workers: 1 });
  const open = own.predict(images);
  await own.close();
  expect(await open).toEqual(expected);
  await expect(own.predict(images)).rejects.toMatchObject({ code: 'unavailable' });
});
