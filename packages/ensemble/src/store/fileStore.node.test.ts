import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeStore } from '../testing/describeStore.ts';
import { fileStore, removeTemporaryFiles } from './fileStore.node.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'convoy-store-'));
});
afterAll(() => rm(root, { recursive: true }));
const newFolder = () => mkdtemp(join(root, 'store-'));

describeStore('file', async () => fileStore(join(await newFolder(), 'made', 'at-need')));

test('files that are being written are no values, and are removed once their writer is gone', async () => {
  const folder = await newFolder();
  const store = fileStore(folder);
  await store.write('run.json', Uint8Array.of(1));
  await writeFile(join(folder, '.run.json.0123.tmp'), 'half');
  expect(await store.list('')).toEqual(['run.json']);
  await removeTemporaryFiles(folder);
  expect(await readdir(folder)).toEqual(['run.json']);
});

test.skipIf(process.platform === 'win32')(
  'nothing behind a link is taken for a file that was being written',
  async () => {
    const [folder, elsewhere] = [await newFolder(), await newFolder()];
    await writeFile(join(elsewhere, '.notes.tmp'), 'mine');
    await symlink(elsewhere, join(folder, 'link'));
    await removeTemporaryFiles(folder);
    expect(await readdir(elsewhere)).toEqual(['.notes.tmp']);
  },
);

test('a folder that becomes empty is removed, and its own folder stays', async () => {
  const folder = await newFolder();
  const store = fileStore(folder);
  await store.write('a/b/c', Uint8Array.of(1));
  await store.remove('a/b/c');
  expect(await readdir(folder)).toEqual([]);
});

test.skipIf(process.platform === 'win32')('what is no file, such as a pipe, is no value', async () => {
  const folder = await newFolder();
  await mkdir(join(folder, 'control'));
  execFileSync('mkfifo', [join(folder, 'control', 'x.request')]);
  expect(await fileStore(folder).list('control/')).toEqual([]);
});

test('a value that cannot be written says why', async () => {
  const folder = await newFolder();
  await writeFile(join(folder, 'members'), '');
  await expect(fileStore(folder).write('members/00/a', Uint8Array.of(1))).rejects.toMatchObject({
    code: 'write-failed',
    message: expect.stringContaining('members'),
  });
});
