// A run out to other tools and back in, from the command line.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { glyphs } from '@convoy/core';
import { Ensemble } from '@convoy/ensemble/node';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asPng, picture } from '../../packages/core/src/testing/pictures.ts';
import { convoy, jsonLines, workFolder } from './convoy.ts';

const folder = workFolder();
beforeAll(async () => {
  const small = [
    '--dataset',
    'glyphs',
    '--model',
    'lecture-dense',
    '--validation-split',
    '0.9',
    '--seed',
    '3',
  ];
  const sizes = ['--members', '2', '--epochs', '1', '--batch-size', '64', '--no-report', '--json'];
  const { code } = await convoy(['train', ...small, ...sizes, '--out', 'runs/a'], folder.path);
  expect(code).toBe(0);
});
afterAll(folder.remove);

it('export writes ONNX that ONNX Runtime answers from as predict does', async () => {
  const args = ['export', 'runs/a', '--format', 'onnx', '--input-type', 'uint8', '--members', '--json'];
  const { code, stdout } = await convoy(args, folder.path);
  expect(code).toBe(0);
  const file = readFileSync(join(folder.path, 'a.onnx'));
  expect(jsonLines(stdout)).toEqual([
    { run: 'runs/a', format: 'onnx', files: [{ path: 'a.onnx', bytes: file.length }] },
  ]);
  const pixels = glyphs({ seed: 5, trainCount: 1, testCount: 20 }).test.images;
  const ensemble = await Ensemble.load(join(folder.path, 'runs/a'));
  const { probabilities } = await ensemble.predict(pixels);
  ensemble.dispose();
  const session = await InferenceSession.create(file);
  const outputs = await session.run({
    images: new Tensor('uint8', Uint8Array.from(pixels), [20, 28, 28, 1]),
  });
  const found = Array.from(outputs.probabilities?.data ?? [], Number);
  expect(found).toHaveLength(200);
  expect(Math.max(...found.map((value, i) => Math.abs(value - (probabilities[i] ?? 0))))).toBeLessThan(1e-5);
  expect(outputs.members?.dims).toEqual([20, 2, 10]);
});

it('members that come back by every format are worth what they were', async () => {
  const files = ['onnx', 'keras', 'safetensors'].map((format) => `again.${format}`);
  for (const file of files) {
    const format = file.slice('again.'.length);
    const { code } = await convoy(['export', 'runs/a', '--format', format, '--out', file], folder.path);
    expect(code).toBe(0);
  }
  const args = ['import', ...files, '--out', 'runs/back', '--dataset', 'glyphs', '--json'];
  const { code, stdout, stderr } = await convoy(args, folder.path);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const evaluated = await convoy(['evaluate', 'runs/a', '--json'], folder.path);
  const { members } = jsonLines(evaluated.stdout)[0] as { members: { accuracy: number }[] };
  const before = members.map(({ accuracy }) => accuracy);
  expect(jsonLines(stdout)[0]).toMatchObject({
    metrics: { members: [...before, ...before, ...before].map((accuracy) => ({ accuracy })) },
  });
});

it('commands about training say that an imported run was not trained', async () => {
  await convoy(['export', 'runs/a', '--format', 'onnx', '--out', 'alone.onnx'], folder.path);
  await convoy(['import', 'alone.onnx', '--out', 'runs/alone'], folder.path);
  for (const command of ['report', 'status', 'resume']) {
    const { code, stderr } = await convoy([command, 'runs/alone'], folder.path);
    expect({ command, code, stderr }).toEqual({
      command,
      code: 1,
      stderr:
        'convoy: runs/alone: this run was imported (it holds ensemble.convoy, but no run.json): nothing was trained, so ' +
        'there is no progress, no report, and nothing to resume. This measures it: convoy evaluate runs/alone --dataset …\n',
    });
  }
  expect(await convoy(['evaluate', 'runs/alone'], folder.path)).toEqual({
    code: 1,
    stdout: '',
    stderr:
      'convoy: nothing says what the ensemble was trained on: runs/alone\n' +
      'It was imported without a dataset. Say what to measure it on, a dataset or a folder of images: --dataset mnist\n',
  });
  expect((await convoy(['evaluate', 'runs/alone', '--dataset', 'glyphs'], folder.path)).code).toBe(0);
});

it('an imported run is fine-tuned on a folder with other classes, and its run.json trains it again', async () => {
  for (const [name, isStripe] of [
    ['lying', (y: number) => Math.floor(y * 8) % 2 === 0],
    ['standing', (_: number, x: number) => Math.floor(x * 8) % 2 === 0],
  ] as const) {
    mkdirSync(join(folder.path, 'stripes', name), { recursive: true });
    for (let index = 0; index < 20; index++) {
      const ink = [3 * index, 3 * index, 3 * index] as const;
      const pixels = picture(28, 28, isStripe, ink, [240, 240, 240]);
      writeFileSync(join(folder.path, 'stripes', name, `${index}.png`), asPng(28, 28, pixels));
    }
  }
  await convoy(['export', 'runs/a', '--format', 'keras', '--out', 'start.keras'], folder.path);
  await convoy(['import', 'start.keras', '--out', 'runs/imported'], folder.path);
  const data = ['--dataset', './stripes', '--channels', '1', '--model', 'lecture-dense', '--members', '3'];
  const how = ['--start-from', 'runs/imported', '--freeze', 'dense_1', '--epochs', '2', '--batch-size', '8'];
  const command = ['train', ...data, ...how, '--no-report', '--out', 'runs/tuned'];
  const { code, stdout } = await convoy(command, folder.path);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Weights taken over: dense_1\. Newly initialized: dense_2$/m);
  const [before, after] = await Promise.all(
    ['imported', 'tuned'].map((run) => Ensemble.load(join(folder.path, 'runs', run))),
  );
  for (const member of [0, 1, 2]) {
    const kernel = after?.networkOf(member).weights.get('dense_1/kernel');
    expect(kernel).toEqual(before?.networkOf(member % 2).weights.get('dense_1/kernel'));
  }
  for (const ensemble of [before, after]) ensemble?.dispose();
  // The run holds all that it started from.
  rmSync(join(folder.path, 'runs/imported'), { recursive: true });
  const config = ['train', '--config', 'runs/tuned/run.json', '--no-report', '--out', 'runs/again'];
  expect((await convoy(config, folder.path)).code).toBe(0);
  const bytes = (run: string) => readFileSync(join(folder.path, 'runs', run, 'ensemble.convoy'));
  expect(bytes('again')).toEqual(bytes('tuned'));
  const nowhere = await convoy([...command, '--start-from', 'runs/nowhere', '--out', 'runs/c'], folder.path);
  expect(nowhere).toMatchObject({ code: 1, stderr: expect.stringContaining('runs/nowhere') });
});

it('neither replaces anything unless it is told to', async () => {
  const at = mkdtempSync(join(folder.path, 'taken-'));
  const run = '../runs/a';
  writeFileSync(join(at, 'taken.safetensors'), 'mine');
  const pytorch = ['export', run, '--format', 'pytorch', '--out', 'taken.py'];
  expect(await convoy(pytorch, at)).toEqual({
    code: 1,
    stdout: '',
    stderr: 'convoy: file exists: taken.safetensors\nAdd --overwrite to replace it.\n',
  });
  expect(readFileSync(join(at, 'taken.safetensors'), 'utf8')).toBe('mine');
  expect((await convoy([...pytorch, '--overwrite'], at)).code).toBe(0);
  expect(readFileSync(join(at, 'taken.py'), 'utf8')).toContain('load_file');
  const refused = await convoy(['import', 'taken.safetensors', '--out', run, '--overwrite'], at);
  expect(refused).toMatchObject({
    code: 1,
    stderr: 'convoy: out: expected a new folder, got ../runs/a, which holds a trained run\n',
  });
});

it('what is wrong is said in one form, with the exit code of its kind', async () => {
  writeFileSync(join(folder.path, 'broken.onnx'), 'not a graph');
  writeFileSync(join(folder.path, 'weights.bin'), '');
  const said = async (...args: string[]) => {
    const { code, stderr } = await convoy(args, folder.path);
    return [code, stderr.trim()];
  };
  expect(await said('import', 'broken.onnx', '--out', 'x')).toEqual([
    1,
    'convoy: corrupt file: not an ONNX file, or a damaged one',
  ]);
  expect(await said('import', 'weights.bin', '--out', 'x')).toEqual([
    2,
    'convoy: unknown format: weights.bin\nIts name must end with .onnx, .keras or .safetensors.',
  ]);
  expect(await said('export', 'runs/a', '--format', 'onx')).toEqual([
    2,
    expect.stringContaining('convoy: unknown format: onx\nDid you mean'),
  ]);
  expect(await said('export', 'runs/a', '--format', 'onnx', '--member', '7', '--out', 'x.onnx')).toEqual([
    1,
    'convoy: member: expected one of 0, 1, got 7',
  ]);
});
