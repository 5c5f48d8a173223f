// What a run would do, and a run that is trained again from its run.json.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { convoy, jsonLines, workFolder } from './convoy.ts';

const folder = workFolder();
afterAll(folder.remove);

const small = ['--dataset', 'glyphs', '--model', 'lecture-dense', '--members', '2', '--epochs', '0.2'];

it('train --dry-run prints members, seeds, memory, time and place, and writes nothing', async () => {
  const { code, stdout } = await convoy(['train', ...small, '--workers', '1', '--dry-run'], folder.path);
  expect(code).toBe(0);
  expect(stdout).toContain('Model: "lecture-dense"');
  expect(stdout).toMatch(/^steps per member {2,}8 of 256 images$/m);
  expect(stdout).toMatch(/^memory {2,}\d.* for networks and dataset$/m);
  expect(stdout).toMatch(/^time {2,}about \d/m);
  expect(stdout).toMatch(/^writes {2,}runs\/glyphs-lecture-dense-seed0$/m);
  expect(stdout).toMatch(/^1 {2,}lecture-dense {2,}[0-9a-f]{32} {2,}[0-9a-f]{32}$/m);
  expect(existsSync(join(folder.path, 'runs'))).toBe(false);
});

it('train --dry-run --json is one object, with the seeds that the run then has', async () => {
  const planned = await convoy(['train', ...small, '--seed', '7', '--dry-run', '--json'], folder.path);
  const [plan, ...others] = jsonLines(planned.stdout);
  expect(others).toEqual([]);
  expect(plan).toMatchObject({ event: 'plan', dataset: 'glyphs', batchSize: 256, trainingImages: 10_000 });

  const out = ['--seed', '7', '--no-report', '--out', 'a'];
  expect((await convoy(['train', ...small, ...out], folder.path)).code).toBe(0);
  const { members } = JSON.parse(await readFile(join(folder.path, 'a/run.json'), 'utf8'));
  const seeds = members.map(({ initialization, training }: Record<string, string>) => ({
    initialization,
    training,
  }));
  expect(plan).toMatchObject({ members: seeds });
});

it('a run.json is a configuration file: it trains the same ensemble, byte for byte, and flags win over it', async () => {
  const again = ['train', '--config', 'a/run.json', '--no-report', '--out', 'b'];
  expect((await convoy(again, folder.path)).code).toBe(0);
  const [first, second] = await Promise.all(
    ['a', 'b'].map((run) => readFile(join(folder.path, run, 'ensemble.convoy'))),
  );
  expect(second?.equals(first ?? Buffer.alloc(0))).toBe(true);
  const fewer = ['train', '--config', 'a/run.json', '--members', '1', '--patience', '1', '--dry-run'];
  expect((await convoy(fewer, folder.path)).stdout).toMatch(/^members {2,}1$/m);
});

it('train alone says all that is missing, with the choices', async () => {
  const { code, stderr } = await convoy(['train'], folder.path);
  expect(code).toBe(2);
  expect(stderr).toMatchInlineSnapshot(`
    "convoy: missing options: --dataset, --model
      --dataset: one of mnist, cifar10, glyphs, or a folder of your own images, such as ./flowers
      --model: one of lecture-cnn, lecture-dense, lenet5, mnist-strong, convnetjs-cifar, airbench, airbench-quarter, a model as data, or several of them
    For example: convoy train --dataset glyphs --model lecture-cnn
    "
  `);
});
