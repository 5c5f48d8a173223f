import { expect, test } from 'vitest';
import { smallRun } from '../testing/smallRun.ts';
import { benchmarkScaling, type ScalingProgress } from './benchmarkScaling.node.ts';

test('every number of workers is measured in every round, beside the loop and in memory', async () => {
  const told: ScalingProgress[] = [];
  const benchmark = await benchmarkScaling({
    model: smallRun.model,
    batchSize: 32,
    workers: 2,
    rounds: 2,
    seconds: 0.1,
    warmupSeconds: 0.05,
    onProgress: (progress) => told.push(progress),
  });
  expect(benchmark).toMatchObject({ backend: 'wasm', batchSize: 32, rounds: 2, seconds: 0.1 });
  const [one, two] = benchmark.points;
  expect(one).toMatchObject({ workers: 1, efficiency: 1, speedup: { median: 1, min: 1, max: 1 } });
  expect(one).toMatchObject({ loopSpeedup: { median: 1 }, shareOfLoop: { median: 1 } });
  expect(two?.workers).toBe(2);
  expect(two?.efficiency).toBeCloseTo((two?.speedup.median ?? 0) / 2);
  expect(two?.loopGflops.min).toBeGreaterThan(0);
  expect(Math.min(benchmark.residentBytes, one?.residentBytes ?? 0)).toBeGreaterThan(0);
  expect(benchmark.bytesPerFurtherWorker).toBe((two?.residentBytes ?? 0) - (one?.residentBytes ?? 0));
  expect(told.map(({ phase, workers }) => `${phase} ${workers}`)).toEqual([
    'memory 1',
    'memory 2',
    ...['training 1', 'loop 1', 'training 2', 'loop 2'],
    ...['training 1', 'loop 1', 'training 2', 'loop 2'],
  ]);
});

test('of one worker there is no further one', async () => {
  const brief = { model: smallRun.model, batchSize: 32, rounds: 1, seconds: 0.05, warmupSeconds: 0.05 };
  const benchmark = await benchmarkScaling({ ...brief, workers: 1 });
  expect(benchmark.points).toHaveLength(1);
  expect(benchmark.bytesPerFurtherWorker).toBeNull();
});
