import { afterAll, expect, it } from 'vitest';
import { convoy, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

const short = ['--model', 'lecture-dense', '--batch-size', '8', '--workers', '1', '--seconds', '0.1'];

it('bench train compares the backends that are asked for, says what ran, and why one did not', async () => {
  const names = 'wasm,gpu:webasm,reference,gpu:webgl2';
  const { code, stdout } = await convoy(
    ['bench', 'train', ...short, '--backend', names, '--json'],
    folder.path,
  );
  expect(code).toBe(0);
  const result = JSON.parse(stdout);
  expect(result).toMatchObject({ benchmark: 'train', model: 'lecture-dense', batchSize: 8, seconds: 0.1 });
  const measured = { available: true, workers: 1, imagesPerSecond: expect.any(Number) };
  expect(result.backends).toEqual([
    { backend: 'wasm', ...measured, details: { simd: expect.any(String) } },
    { backend: 'gpu:webasm', ...measured, details: { mode: 'webasm', executor: 'fused-sync' } },
    { backend: 'reference', ...measured, details: { arithmetic: 'float64' } },
    { backend: 'gpu:webgl2', available: false, reason: expect.stringContaining('there is no WebGL2 here') },
  ]);
});

it('on a terminal that is a table beside wasm', async () => {
  const { stdout } = await convoy(['bench', 'inference', ...short, '--backend', 'wasm,gpu:cpu'], folder.path);
  expect(stdout).toMatch(/^lecture-dense, inference, batches of 8, 0.1 s a backend$/m);
  expect(stdout).toMatch(/^ +workers +images\/s +of wasm +what ran$/m);
  expect(stdout).toMatch(/^wasm +1 worker +[\d,.]+ +1\.0× +simd \w+$/m);
  expect(stdout).toMatch(/^gpu:cpu +1 worker +[\d,.]+ +[\d.e-]+× +executor resident kernels$/m);
});

it('where none of them runs, that is an error with the reasons', async () => {
  const { code, stdout, stderr } = await convoy(
    ['bench', 'train', ...short, '--backend', 'gpu:webgl,gpu:webgl2'],
    folder.path,
  );
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/none of these backends runs here\n.*no WebGL here.*\n.*no WebGL2 here/);
});
