// A newcomer's first run on pictures of their own: two hundred of them, and nothing but the folder's name.

import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convoy, jsonLines, workFolder } from './convoy.ts';
import { drawShapes } from './shapes.ts';

const folder = workFolder();
beforeAll(() => drawShapes(join(folder.path, 'shapes'), 70, 1));
afterAll(folder.remove);

const chosen = (events: readonly Record<string, unknown>[]) =>
  events.find(({ event }) => event === 'chosen')?.choices;

it('three shapes are told apart with no other option than the folder', async () => {
  const { code, stdout, stderr } = await convoy(['train', '--dataset', './shapes', '--json'], folder.path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const events = jsonLines(stdout);
  expect(chosen(events)).toMatchObject([
    { flag: '--model lecture-cnn' },
    { flag: '--image-size 48' },
    { flag: '--epochs 40' },
    { flag: '--batch-size 8' },
    { flag: '--augmentation flip,rotation,zoom' },
    { flag: '--patience 5' },
  ]);
  // Within 0.05 of all.
  expect(events.at(-1)).toMatchObject({ event: 'done', ensemble: { accuracy: expect.closeTo(1, 1) } });
}, 400_000);

it('options that are given win, what is chosen is said with its reason, and reproduced in words', async () => {
  const options = ['--image-size', '32', '--model', 'lecture-cnn', '--members', '5', '--epochs', '10'];
  const { code, stdout } = await convoy(
    ['train', '--dataset', './shapes', ...options, '--no-report'],
    folder.path,
  );
  expect(code).toBe(0);
  expect(stdout).toContain('Chosen for this folder (options that you give win):\n  --batch-size 8  ');
  expect(stdout).toMatch(/ensemble +(9\d|100)\.\d\d%/);
  expect(stdout).toContain('--image-size 32 --epochs 10 --batch-size 8 --augmentation flip,rotation,zoom\n');
}, 200_000);

it('a run of a few weight updates says so, and an ensemble at chance', async () => {
  const options = ['--image-size', '16', '--batch-size', '256', '--epochs', '1', '--augmentation', 'none'];
  const { stdout, stderr } = await convoy(
    ['train', '--dataset', './shapes', ...options, '--members', '1', '--learning-rate', '0', '--no-report'],
    folder.path,
  );
  expect(stdout).toContain('warning: this run makes only 1 weight update per member');
  expect(stderr).toContain('warning: the ensemble is no better than always answering');
});
