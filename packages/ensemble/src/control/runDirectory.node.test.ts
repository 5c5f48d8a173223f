import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MemberResult } from '../member/spec.ts';
import { readEnsembleBytes, readManifest } from '../readRun.node.ts';
import { fileStore } from '../store/fileStore.node.ts';
import { writeMember } from '../store/runFiles.ts';
import { createRunDirectory, inDirectory, type RunDirectory } from './runDirectory.node.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-run-'));
});
const open: RunDirectory[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((directory) => directory.close()));
  await rm(folder, { recursive: true });
});

/** Creates a run directory that is held until the test has ended. */
async function create(path: string): Promise<RunDirectory> {
  const directory = await createRunDirectory(path);
  open.push(directory);
  return directory;
}

const metrics = { accuracy: 0.5, nll: 1 };
const member = { member: 3, seed: 'abcd', epochs: 1, ...metrics, weights: new Map() };
const result: MemberResult = {
  epochs: [{ loss: 1, accuracy: 0.25, learningRate: 0.5, seconds: 2 }],
  weights: new Map(),
  test: { metrics, probabilities: Float32Array.of(1) },
  augmentedTest: null,
  validation: null,
  seconds: 4,
};
const files = { predictions: Uint8Array.of(1), weights: Uint8Array.of(2) };

test('a run directory is made with the folders above it', async () => {
  const { path, close } = await create(join(folder, 'runs', 'a'));
  expect(await readdir(path)).toEqual(['run.lock']);
  await close();
  expect(await readdir(path)).toEqual([]);
});

test('a directory that holds something is refused, and nothing in it is touched', async () => {
  await writeFile(join(folder, 'run.json'), 'precious');
  await expect(create(folder)).rejects.toMatchObject({
    code: 'out-not-empty',
    message: `out: ${folder} is not empty, it holds run.json. Name a directory that does not exist yet, or empty it`,
  });
  expect(await readFile(join(folder, 'run.json'), 'utf8')).toBe('precious');
});

test('one directory is given to one run, also when two ask for it at once', async () => {
  const asked = [create(folder), create(folder)];
  const [first, second] = (await Promise.allSettled(asked)).sort((a, b) => a.status.localeCompare(b.status));
  expect(first).toMatchObject({ status: 'fulfilled' });
  expect(second).toMatchObject({ status: 'rejected', reason: { code: 'run-locked' } });
});

test('what a process that was killed at its start left is nothing to keep', async () => {
  await writeFile(join(folder, 'run.lock'), '{}');
  await writeFile(join(folder, '.run.json.0123.tmp'), '{');
  const past = new Date(0);
  await utimes(join(folder, 'run.lock'), past, past);
  await create(folder);
  expect(await readdir(folder)).toEqual(['run.lock']);
});

test('a file in the place of a run directory is refused', async () => {
  await writeFile(join(folder, 'a'), '');
  await expect(create(join(folder, 'a'))).rejects.toMatchObject({ code: 'write-failed' });
});

test('a finished member has its history and its weights in a folder of its number', async () => {
  await writeMember(fileStore(folder), member, result, files);
  expect((await readdir(join(folder, 'members', '03'))).sort()).toEqual([
    'history.json',
    'predictions.convoy',
    'weights.convoy',
  ]);
  expect(JSON.parse(await readFile(join(folder, 'members', '03', 'history.json'), 'utf8'))).toEqual({
    member: 3,
    seed: 'abcd',
    epochs: 1,
    accuracy: 0.5,
    nll: 1,
    validation: null,
    seconds: 4,
    history: [{ epoch: 1, loss: 1, accuracy: 0.25, learningRate: 0.5, seconds: 2 }],
  });
});

test('the ensemble is found in its run directory and in its file', async () => {
  await fileStore(folder).write('ensemble.convoy', Uint8Array.of(7));
  const file = join(folder, 'ensemble.convoy');
  for (const path of [folder, file]) {
    const found = await readEnsembleBytes(path);
    expect([found.file, ...found.bytes]).toEqual([file, 7]);
  }
});

test('a run that was cut off says so, and which of its members can be had', async () => {
  await writeFile(join(folder, 'run.json'), '{}');
  await expect(readEnsembleBytes(folder)).rejects.toThrow(/has not ended.*No member of it finished/);
  await writeMember(fileStore(folder), member, result, files);
  await expect(readEnsembleBytes(folder)).rejects.toThrow(join(folder, 'members', '03', 'weights.convoy'));
});

test('a path that does not exist, or is no run, is refused by its name', async () => {
  await expect(readEnsembleBytes(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'unreadable' });
  await mkdir(join(folder, 'empty'));
  await expect(readEnsembleBytes(join(folder, 'empty'))).rejects.toMatchObject({ code: 'not-a-run' });
});

test('the manifest of a newer version, or of something else, is refused', async () => {
  await writeFile(join(folder, 'run.json'), '{"format":"convoy-run","version":2}');
  await expect(readManifest(folder)).rejects.toThrow(/version 2.*Update Convoy/);
  await writeFile(join(folder, 'run.json'), '{"name":"something"}');
  await expect(readManifest(folder)).rejects.toThrow(/run.json/);
});

test('a manifest that was edited into none is refused, naming what is wrong with it', async () => {
  const edited = { format: 'convoy-run', version: 1, configuration: null, members: 'three' };
  await writeFile(join(folder, 'run.json'), JSON.stringify(edited));
  const reading = readManifest(folder);
  await expect(reading).rejects.toMatchObject({ name: 'EnsembleError', code: 'unreadable' });
  await expect(reading).rejects.toThrow(/run\.json.*configuration/s);
});

test('a lock that cannot be removed hides no error, and fails no good run', async () => {
  const warnings: string[] = [];
  const directory = {
    ...(await create(folder)),
    close: () => Promise.reject(new Error('read-only file system')),
  };
  const work = (result: () => number) =>
    inDirectory(
      directory,
      (message) => warnings.push(message),
      async () => result(),
    );
  expect(await work(() => 7)).toBe(7);
  const failing = work(() => {
    throw new Error('no space left');
  });
  await expect(failing).rejects.toThrow('no space left');
  expect(warnings).toEqual([
    `${folder}: its lock cannot be removed: read-only file system`,
    `${folder}: its lock cannot be removed: read-only file system`,
  ]);
});
