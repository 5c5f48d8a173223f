// Training on gpu.js kernels, through the engine and through the ensemble's worker threads.

import { createGenerator, glyphs, preset, RMSprop, Sequential } from '@convoy/core';
import { trainEnsemble } from '@convoy/ensemble/node';
import { expect, it } from 'vitest';

const batchSize = 8;
const stepsPerEpoch = 5;
const epochs = 6;
const steps = stepsPerEpoch * epochs;
// Few enough images that 30 steps learn them.
const dataset = glyphs({ seed: 3, trainCount: stepsPerEpoch * batchSize, testCount: 40 });
const config = preset('lecture-cnn', { imageShape: dataset.imageShape, classes: 10 });

/** The loss of every step of `lecture-cnn`, the same images in the same order on every backend. */
async function losses(backend: string): Promise<number[]> {
  const model = new Sequential(config);
  const found: number[] = [];
  try {
    model.initialize(createGenerator('00112233445566778899aabbccddeeff'));
    model.compile({ optimizer: RMSprop(), loss: 'categoricalCrossentropy', backend });
    await model.fit(dataset.train, {
      epochs,
      batchSize,
      seed: '00112233445566778899aabbccddeeff',
      callbacks: [{ onBatchEnd: ({ loss }) => void found.push(loss) }],
    });
    return found;
  } finally {
    model.dispose();
  }
}

it(`${steps} steps of lecture-cnn with batches of ${batchSize} on gpu:webasm follow the reference's losses`, async () => {
  const expected = await losses('reference');
  const actual = await losses('gpu:webasm');
  expect(expected).toHaveLength(steps);
  expect(actual).toHaveLength(steps);
  // Ten times what a float32 backend is allowed over ten steps: 1e-3, relative.
  const distances = actual.map((loss, step) => Math.abs(loss / (expected[step] ?? Number.NaN) - 1));
  expect(Math.max(...distances)).toBeLessThan(1e-2);
  // It must have learnt something, or following would be easy.
  expect(expected.at(-1)).toBeLessThan(0.8 * (expected[0] ?? 0));
});

it('an ensemble of lecture-cnn trains on gpu:webasm in worker threads, and its run says so', async () => {
  const events: unknown[] = [];
  const { ensemble, metrics, failed } = await trainEnsemble({
    dataset,
    model: 'lecture-cnn',
    members: 2,
    workers: 2,
    epochs: 1,
    batchSize: 32,
    validationSplit: 0,
    backend: 'gpu:webasm',
    onEvent: (event) => void events.push(event),
  });
  expect(failed).toEqual([]);
  expect(events[0]).toMatchObject({ event: 'start', backend: 'gpu:webasm', workers: 2 });
  expect(metrics?.accuracy).toBeGreaterThan(0);
  const predicted = await ensemble?.predict(dataset.test.images);
  expect(predicted?.labels).toHaveLength(40);
});
