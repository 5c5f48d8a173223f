// Fewer training images: the same run on a part of them, and the curve of several such runs.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { convoy, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

it('--train-count trains on a part of the training images, resumes, and measures on the same validation images', async () => {
  const train = (count: number, ...more: string[]) =>
    convoy(
      [
        ...['train', '--dataset', 'glyphs', '--model', 'lecture-dense', '--members', '2', '--seed', '3'],
        ...[
          '--train-count',
          String(count),
          '--epochs',
          '1',
          '--no-report',
          ...more,
          '--out',
          `runs/${count}`,
        ],
      ],
      folder.path,
    );
  const { code, stdout, stderr } = await train(64);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('1 epoch of 64 images, 2,000 more for validation');
  expect(stdout).toContain('--train-count 64');
  await train(256);

  const manifest = JSON.parse(await readFile(join(folder.path, 'runs/64/run.json'), 'utf8'));
  expect(manifest).toMatchObject({ configuration: { trainCount: 64 }, dataset: { trainingImages: 64 } });
  const resumed = await convoy(['resume', 'runs/64'], folder.path);
  expect(resumed.stdout).toContain('This run is complete');
  const held = await convoy(['evaluate', 'runs/64', '--split', 'validation'], folder.path);
  expect(held.stdout).toContain('2,000 images');

  const compared = await convoy(['compare', 'runs/64', 'runs/256', '--out', 'curve.html'], folder.path);
  expect(compared.stdout).toMatch(/^training images +64 +256$/m);
  expect(await readFile(join(folder.path, 'curve.html'), 'utf8')).toContain(
    'Accuracy by number of training images',
  );
}, 200_000);

it('--train-count of more images than there are is refused with their number', async () => {
  const { code, stderr } = await convoy(
    ['train', '--dataset', 'glyphs', '--model', 'lecture-dense', '--train-count', '1e6'],
    folder.path,
  );
  expect(code).toBe(2);
  expect(stderr).toContain('--train-count: expected a whole number from 1 to 10000, the training images');
});
