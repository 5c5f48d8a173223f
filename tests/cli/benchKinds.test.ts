import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kernelGeometries } from '@convoy/ensemble/internal';
import { afterAll, expect, it } from 'vitest';
import { convoy, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

const metrics = { peakGflops: expect.any(Number), cpu: expect.any(String) };
const small = ['--model', 'lecture-dense', '--batch-size', '32', '--seconds', '0.1'];

/** What a benchmark prints with `--json`: one object, and nothing anywhere else. */
async function measured(...args: string[]) {
  const { code, stdout, stderr } = await convoy(['bench', ...args, '--json'], folder.path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

async function complaint(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await convoy(['bench', ...args], folder.path);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  return stderr;
}

it('bench inference measures the prediction of every worker together', async () => {
  const result = await measured('inference', ...small, '--workers', '2', '--kernels', 'strict');
  expect(result).toEqual({
    benchmark: 'inference',
    model: 'lecture-dense',
    backend: 'wasm',
    workers: 2,
    imagesPerSecond: expect.any(Number),
    denseGflops: expect.any(Number),
    ...metrics,
  });
  expect(result.imagesPerSecond).toBeGreaterThan(0);
});

it('bench scaling has a point for every number of workers', async () => {
  const result = await measured(
    'scaling',
    ...small,
    '--workers',
    '2',
    '--rounds',
    '1',
    '--html',
    'bench.html',
  );
  expect(await readFile(join(folder.path, 'bench.html'), 'utf8')).toMatch(
    /^<!doctype html>[\s\S]*<svg [\s\S]*<\/html>\n$/,
  );
  expect(result).toMatchObject({
    benchmark: 'scaling',
    model: 'lecture-dense',
    backend: 'wasm',
    batchSize: 32,
    rounds: 1,
    seconds: 0.1,
    residentBytes: expect.any(Number),
    bytesPerFurtherWorker: expect.any(Number),
    ...metrics,
  });
  const [one, two, ...more] = result.points;
  expect(more).toEqual([]);
  expect(one).toMatchObject({ workers: 1, speedup: 1, efficiency: 1, loopSpeedup: 1, shareOfLoop: 1 });
  expect(two.workers).toBe(2);
  expect(two.speedup).toBeCloseTo(two.imagesPerSecond / one.imagesPerSecond, 2);
  expect(two.efficiency).toBeCloseTo(two.speedup / 2, 3);
  for (const point of result.points) {
    expect(point.imagesPerSecondRange).toEqual([point.imagesPerSecond, point.imagesPerSecond]); // one round
    expect(point.residentBytes).toBeGreaterThan(result.residentBytes);
  }
});

it('bench kernels measures each operation of the geometries that are asked for, by the words of their names', async () => {
  const quick = ['--batch-size', '1', '--seconds', '0.01'];
  const result = await measured('kernels', '--geometry', 'lecture-3', 'lenet5', ...quick);
  expect(result).toMatchObject({ benchmark: 'kernels', backend: 'wasm', ...metrics });
  const { measurements, peakGflops } = result;
  const named = new Set(measurements.map(({ geometry }: { geometry: string }) => geometry));
  expect([...named]).toEqual(['lecture 3', 'lenet5 1', 'lenet5 2']);
  expect(measurements).toContainEqual({
    geometry: 'lecture 3',
    operation: 'conv2dKernelGrad',
    direction: 'backward',
    batchSize: 1,
    runs: expect.any(Number),
    microsecondsPerImage: expect.any(Number),
    gflops: expect.any(Number),
    shareOfPeak: expect.any(Number),
  });
  const [{ gflops, shareOfPeak }] = measurements;
  expect(shareOfPeak).toBeCloseTo(gflops / peakGflops, 1);
});

it('--backend chooses what is measured', async () => {
  const quick = ['--geometry', 'lecture 3', '--batch-size', '1', '--seconds', '0.01'];
  expect(await measured('kernels', ...quick, '--backend', 'reference')).toMatchObject({
    backend: 'reference',
  });
});

it('without --json a table is printed, and what goes on is told on standard error', async () => {
  const args = ['bench', 'kernels', '--geometry', 'lenet5 1', '--batch-size', '1', '--seconds', '0.01'];
  const { code, stdout, stderr } = await convoy(args, folder.path);
  expect(code).toBe(0);
  const digits = stdout.replace(/\d+\.\d+|\d+(?=%)/g, '#').replace(/ {2,}/g, '  ');
  expect(digits.split('\n').slice(0, 7)).toEqual([
    'Convolutions on wasm, in one thread',
    '',
    '  µs an image  GFLOP/s  of peak',
    'lenet5 1',
    '  conv2d  #  #  #%',
    '  conv2dKernelGrad  #  #  #%',
    '  conv2d, relu and max pooling  #  #  #%',
  ]);
  expect(stderr).toMatch(/^compiling\n1 of 4, .*\n2 of 4, .*\n3 of 4, .*\n4 of 4, .*\n$/);
});

it('wrong usage names what exists', async () => {
  expect(await complaint('inferenc')).toBe(
    'convoy: unknown command: inferenc\nDid you mean inference? There are: train, inference, scaling, kernels\n',
  );
  expect(await complaint('scaling', '--round', '2')).toMatchInlineSnapshot(`
    "convoy: unknown option: --round
    Did you mean --rounds? There are: --config, --model, --batch-size, --workers, --rounds, --seconds, --backend, --kernels, --html, --json, --help
    "
  `);
  expect(await complaint('kernels', '--workers', '2')).toMatchInlineSnapshot(`
    "convoy: unknown option: --workers
    Did you mean --kernels? There are: --geometry, --batch-size, --seconds, --backend, --kernels, --json, --help
    "
  `);
  const names = kernelGeometries.map(({ name }) => name).join(', ');
  expect(await complaint('kernels', '--geometry', 'lecture', 'vgg')).toBe(
    `convoy: unknown geometry: vgg\nThere are: ${names}\n`,
  );
  expect(await complaint('scaling', '--rounds', '0')).toMatchInlineSnapshot(`
    "convoy: --rounds: expected a whole number from 1 to 1000, got 0
    Change the value, or leave the option out for its default.
    "
  `);
});
