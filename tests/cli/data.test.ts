import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { convoy, workFolder } from './convoy.ts';

const folder = workFolder();
const mnistFiles = [
  'train-images-idx3-ubyte.gz',
  'train-labels-idx1-ubyte.gz',
  't10k-images-idx3-ubyte.gz',
  't10k-labels-idx1-ubyte.gz',
];

beforeAll(async () => {
  await mkdir(join(folder.path, 'broken/mnist'), { recursive: true });
  for (const name of mnistFiles) await writeFile(join(folder.path, 'broken/mnist', name), 'cut short');
});
afterAll(folder.remove);

it('train never chooses another data set: a missing one is an error that says where it was looked for', async () => {
  const args = ['train', '--dataset', 'mnist', '--model', 'lecture-cnn', '--data-dir', 'nothing-here'];
  const { code, stdout, stderr } = await convoy(args, folder.path);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^convoy: data set mnist was not found/);
  expect(stderr).toContain('nothing-here');
  expect(stderr).toContain('convoy data download mnist');
});

it('a damaged data set is an error that says how to find the damaged file', async () => {
  const args = ['train', '--dataset', 'mnist', '--model', 'lecture-cnn', '--data-dir', 'broken'];
  const { code, stderr } = await convoy(args, folder.path);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^convoy: mnist .*\n`convoy data verify mnist --data-dir broken` says which files are damaged\.\n$/,
  );
});

it('list says which data sets are here and how to get the others', async () => {
  const { code, stdout } = await convoy(['data', 'list'], folder.path);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^glyphs +built in/m);
  expect(stdout).toMatch(/^mnist +not here: convoy data download mnist/m);
});

it('list finds what CONVOY_DATA and --data-dir name', async () => {
  const env = { CONVOY_DATA: join(folder.path, 'broken') };
  const { stdout } = await convoy(['data', 'list', '--json'], folder.path, env);
  const { datasets } = JSON.parse(stdout);
  expect(datasets).toContainEqual(
    expect.objectContaining({ name: 'mnist', available: true, folder: join(folder.path, 'broken/mnist') }),
  );
});

it('verify tells damaged files by their name and exits with 1', async () => {
  const { code, stdout, stderr } = await convoy(
    ['data', 'verify', 'mnist', '--data-dir', 'broken'],
    folder.path,
  );
  expect(code).toBe(1);
  expect(stdout).toContain('train-images-idx3-ubyte.gz (9.9 MB): 9 bytes, expected 9912422');
  expect(stderr).toMatch(/^convoy: not the original files: mnist\n/);
});

it('doctor says what is here and what to do about each lack', async () => {
  const { code, stdout } = await convoy(['doctor', '--json'], folder.path);
  expect(code).toBe(0);
  const diagnosis = JSON.parse(stdout);
  expect(diagnosis).toMatchObject({
    ok: true,
    node: process.versions.node,
    cpu: expect.any(String),
    cores: expect.any(Number),
    simd: expect.any(String),
    backend: { name: 'wasm', details: { simd: expect.any(String) } },
    caches: [
      { holds: 'downloads', path: join(folder.path, 'cache/convoy/data'), bytes: 0, writable: true },
      { holds: 'pictures', path: join(folder.path, 'cache/convoy/pictures') },
    ],
  });
  expect(diagnosis.advice).toContainEqual(expect.stringContaining('convoy data download mnist'));
});
