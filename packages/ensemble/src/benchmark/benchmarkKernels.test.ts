import { expect, test } from 'vitest';
import { benchmarkKernels, type KernelsProgress } from './benchmarkKernels.ts';
import { kernelGeometries, multiplyAddsOf } from './kernels/geometries.ts';

const named = (name: string) => kernelGeometries.filter((geometry) => geometry.name === name);

test('multiply-adds are those of the plain sum', () => {
  const counts = kernelGeometries.map((geometry) => [geometry.name, multiplyAddsOf(geometry)]);
  expect(Object.fromEntries(counts)).toEqual({
    'lecture 1': 26 * 26 * 32 * 9,
    'lecture 2': 11 * 11 * 64 * 9 * 32,
    'lecture 3': 3 * 3 * 64 * 9 * 64,
    'cifar 64→64 at 32×32': 32 * 32 * 64 * 9 * 64,
    'cifar 256→256 at 8×8': 8 * 8 * 256 * 9 * 256,
    'lenet5 1': 28 * 28 * 6 * 25,
    'lenet5 2': 10 * 10 * 16 * 25 * 6,
  });
});

test('every operation of a layer is measured alone, and the layer as it runs in its network', async () => {
  const told: KernelsProgress[] = [];
  const { backend, peakGflops, measurements } = await benchmarkKernels({
    geometries: named('lecture 2'),
    seconds: 0.02,
    onProgress: (progress) => told.push(progress),
  });
  expect(backend).toBe('wasm');
  expect(measurements.map(({ operation, direction }) => `${operation}: ${direction}`)).toEqual([
    'conv2d: forward',
    'conv2dKernelGrad: backward',
    'conv2dInputGrad: backward',
    'conv2d, relu and max pooling: forward',
    'conv2d, relu and max pooling: forward and backward',
  ]);
  for (const measured of measurements) {
    expect(measured.geometry).toBe('lecture 2');
    expect(measured.gflops).toBeGreaterThan(0);
    expect(measured.shareOfPeak).toBeCloseTo(measured.gflops / peakGflops);
  }
  expect(told.map(({ done, of }) => [done, of])).toEqual([1, 2, 3, 4, 5].map((done) => [done, 5]));
});

test('a first layer has no gradient of its input', async () => {
  const { measurements } = await benchmarkKernels({ geometries: named('lenet5 1'), seconds: 0.01 });
  expect(measurements.map(({ operation }) => operation)).not.toContain('conv2dInputGrad');
});

test('it measures the backend that is asked for', async () => {
  const [small] = named('lecture 3');
  const geometries = small ? [{ ...small, batchSize: 1 }] : [];
  const { backend, measurements } = await benchmarkKernels({
    geometries,
    seconds: 0.01,
    backend: 'reference',
  });
  expect(backend).toBe('reference');
  expect(measurements).toHaveLength(5);
});
