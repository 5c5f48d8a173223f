import { expect, test } from 'vitest';
import { smallDataset, smallRun } from '../testing/smallRun.ts';
import { benchmarkInference } from './benchmarkInference.node.ts';
import type { BenchmarkProgress } from './progress.ts';

const brief = { model: smallRun.model, batchSize: 32, seconds: 0.2, warmupSeconds: 0.1 };

test('every worker predicts with a network of its own, and the rate is the sum of theirs', async () => {
  const benchmark = await benchmarkInference({ ...brief, workers: 2 });
  const [first = 0, second = 0] = benchmark.imagesPerSecondOfWorkers;
  expect(Math.min(first, second)).toBeGreaterThan(0);
  expect(benchmark).toMatchObject({
    backend: 'wasm',
    workers: 2,
    batchSize: 32,
    imagesPerSecond: first + second,
  });
});

test('it runs on the backend that is asked for', async () => {
  const { backend, imagesPerSecond } = await benchmarkInference({
    ...brief,
    workers: 1,
    backend: 'reference',
    dataset: smallDataset,
  });
  expect(backend).toBe('reference');
  expect(imagesPerSecond).toBeGreaterThan(0);
});

test('it tells when the warm-up has ended and how far the measurement is', async () => {
  const told: BenchmarkProgress[] = [];
  await benchmarkInference({
    ...brief,
    workers: 1,
    seconds: 0.6,
    onProgress: (progress) => told.push(progress),
  });
  expect(told[0]).toMatchObject({ phase: 'warm-up', seconds: null });
  expect(told.at(-1)).toMatchObject({ phase: 'measuring', seconds: 0.6 });
});

test('an option that cannot work is named', async () => {
  await expect(benchmarkInference({ ...brief, seconds: 0 })).rejects.toThrow(
    'seconds: expected a number above 0',
  );
  await expect(benchmarkInference({ ...brief, workers: 0 })).rejects.toThrow(
    'workers: expected a whole number',
  );
});
