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

test('no key leads out of the store', async () => {
  const store = fileStore(await newFolder());
  for (const key of ['../run.json', 'members/../../x', '/etc/hostname']) {
    await expect(async () => store.read(key)).rejects.toMatchObject({ code: 'invalid-option' });
    await expect(async () => store.write(key, Uint8Array.of(1))).rejects.toMatchObject({
      code: 'invalid-option',
    });
  }
});

test.skipIf(process.platform === 'win32')('requests are not taken through a link', async () => {
  const [folder, elsewhere] = [await newFolder(), await newFolder()];
  await writeFile(join(elsewhere, 'x.request'), '{}');
  await symlink(elsewhere, join(folder, 'control'));
  await symlink(join(elsewhere, 'x.request'), join(folder, 'y.request'));
  const store = fileStore(folder);
  expect(await store.list('control/')).toEqual([]);
  expect(await store.list('')).toEqual([]);
});
