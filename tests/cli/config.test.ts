// What a run was trained with, given to other commands as a file.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convoy, jsonLines, workFolder } from './convoy.ts';

const folder = workFolder();
const file = (name: string) => join(folder.path, name);
let printed = '';
afterAll(folder.remove);

beforeAll(async () => {
  const { code, stdout, stderr } = await convoy(
    [
      ...['train', '--dataset', 'glyphs', '--model', 'lecture-dense', '--members', '1', '--seed', '3'],
      ...['--train-count', '64', '--batch-size', '32', '--epochs', '2', '--no-report', '--out', 'a'],
      ...['--optimizer', 'sgd', '--learning-rate', '0.05', '--momentum', '0.9', '--weight-decay', '1e-4'],
      ...['--schedule', 'one-cycle', '--augmentation', 'rotation,zoom=0.2', '--augmentation-strength', '0.5'],
    ],
    folder.path,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  printed = stdout;
  const { configuration } = JSON.parse(await readFile(file('a/run.json'), 'utf8'));
  await writeFile(file('configuration.json'), JSON.stringify({ dataset: 'glyphs', ...configuration }));
}, 100_000);

it('flags say the schedule, the weight decay, the momentum and the strength of augmentations', async () => {
  const { configuration } = JSON.parse(await readFile(file('a/run.json'), 'utf8'));
  expect(configuration).toMatchObject({
    optimizer: {
      type: 'SGD',
      momentum: 0.9,
      weightDecay: 1e-4,
      learningRate: { type: 'PiecewiseLinear', unit: 'run', values: [0.005, 0.05, 0.0005] },
    },
    augmentation: [
      { type: 'RandomRotation', degrees: 5 },
      { type: 'RandomZoom', factor: 0.1 },
    ],
  });
  expect(printed).toContain(
    '--optimizer sgd --learning-rate 0.05 --schedule one-cycle --weight-decay 0.0001',
  );
});

it.each(['a/run.json', 'configuration.json'])(
  'train --config %s gives the same ensemble, byte for byte',
  async (config) => {
    const again = await convoy(
      ['train', '--config', config, '--no-report', '--out', `${config[0]}b`],
      folder.path,
    );
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
    const [first, second] = await Promise.all(
      ['a', `${config[0]}b`].map((run) => readFile(file(`${run}/ensemble.convoy`))),
    );
    expect(second?.equals(first ?? Buffer.alloc(0))).toBe(true);
  },
  100_000,
);

it('summary and bench take the network from the file, and flags win over it', async () => {
  const summary = await convoy(['summary', '--config', 'a/run.json', '--json'], folder.path);
  expect(jsonLines(summary.stdout)).toMatchObject([
    { model: 'lecture-dense', dataset: 'glyphs', batchSize: 32 },
  ]);
  const own = await convoy(['summary', '--config', 'configuration.json', '--batch-size', '8'], folder.path);
  expect(own.stdout).toMatch(/^Model: "lecture-dense"\n[\s\S]*batch size 8:/);
  const bench = ['bench', 'train', '--config', 'configuration.json', '--workers', '1', '--seconds', '0.1'];
  const { stdout, stderr } = await convoy([...bench, '--json'], folder.path);
  expect(stderr).toBe('');
  expect(jsonLines(stdout)).toMatchObject([{ model: 'lecture-dense', backend: 'wasm', workers: 1 }]);
}, 100_000);

it('what does not fit together is refused by the names of the flags', async () => {
  const train = (...args: string[]) =>
    convoy(['train', '--dataset', 'glyphs', '--model', 'lecture-dense', '--dry-run', ...args], folder.path);
  const refused = await Promise.all([
    train('--momentum', '0.9'),
    train('--schedule', 'cosin'),
    train('--augmentation', 'rotation=x'),
  ]);
  expect(refused.map(({ stderr }) => stderr.split('\n', 1)[0])).toEqual([
    'convoy: --momentum: expected an optimizer that has one, which is sgd, got rmsprop',
    'convoy: --schedule: expected one of constant, cosine, warmup-cosine, linear, one-cycle, got cosin',
    expect.stringContaining('--augmentation: expected none, or any of flip, crop'),
  ]);
}, 100_000);
