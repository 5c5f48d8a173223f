import { afterAll, expect, it } from 'vitest';
import { convoy, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

it('bench train --json prints exactly one object with what was measured', async () => {
  const args = ['bench', 'train', '--model', 'lecture-dense', '--batch-size', '32', '--workers', '2'];
  const { code, stdout, stderr } = await convoy([...args, '--seconds', '0.5', '--json'], folder.path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const result = JSON.parse(stdout);
  expect(result).toEqual({
    benchmark: 'train',
    model: 'lecture-dense',
    backend: 'wasm',
    workers: 2,
    imagesPerSecond: expect.any(Number),
    denseGflops: expect.any(Number),
    peakGflops: expect.any(Number),
    cpu: expect.any(String),
  });
  expect(result.imagesPerSecond).toBeGreaterThan(0);
  expect(result.peakGflops).toBeGreaterThan(0);
});
