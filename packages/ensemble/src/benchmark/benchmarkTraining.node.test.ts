import { expect, test } from 'vitest';
import { smallDataset, smallRun } from '../testing/smallRun.ts';
import { benchmarkTraining } from './benchmarkTraining.node.ts';

const brief = { ...smallRun, seconds: 0.2, warmupSeconds: 0.1 };

test('every worker trains its own network, and the rate is the sum of theirs', async () => {
  const { model, batchSize, seconds, warmupSeconds } = brief;
  const benchmark = await benchmarkTraining({ model, batchSize, seconds, warmupSeconds, workers: 2 });
  const [first = 0, second = 0] = benchmark.imagesPerSecondOfWorkers;
  expect(Math.min(first, second)).toBeGreaterThan(0);
  expect(benchmark).toMatchObject({
    backend: 'wasm',
    workers: 2,
    batchSize: 32,
    imagesPerSecond: first + second,
  });
});

test('it runs on the images of a data set, however few', async () => {
  const { imagesPerSecond } = await benchmarkTraining({ ...brief, dataset: smallDataset, workers: 1 });
  expect(imagesPerSecond).toBeGreaterThan(0);
});

test('a worker that fails ends the benchmark instead of leaving the others at the starting line', async () => {
  await expect(benchmarkTraining({ ...brief, dataset: badLabels(), workers: 2 })).rejects.toThrow(/label/);
});

function badLabels() {
  const { train } = smallDataset;
  return { ...smallDataset, train: { ...train, labels: train.labels.map((label) => label + 200) } };
}
