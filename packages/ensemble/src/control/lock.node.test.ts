// Locks of real processes, some of which are dead.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockHolder, lockRun } from './lock.node.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-lock-'));
  path = join(folder, 'run.lock');
});
afterEach(() => rm(folder, { recursive: true }));

const readLock = async () => JSON.parse(await readFile(path, 'utf8'));
const writeLock = (holder: object) => writeFile(path, JSON.stringify(holder));

/** A lock that this process holds, changed in some fields. */
async function lockWith(changes: object): Promise<void> {
  await lockRun(folder);
  await writeLock({ ...(await readLock()), ...changes });
}

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('a second lock is refused, naming the process that has the first, until it is released', async () => {
  const lock = await lockRun(folder);
  expect(await lockHolder(folder)).toMatchObject({ pid: process.pid });
  await expect(lockRun(folder)).rejects.toMatchObject({
    code: 'run-locked',
    message: expect.stringContaining(`process ${process.pid} on `),
  });
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  expect(await lockHolder(folder)).toBeNull();
  await lockRun(folder);
});

test('the lock of a process that has ended is taken over', async () => {
  await lockWith({ pid: await deadProcess() });
  expect(await lockHolder(folder)).toBeNull();
  await lockRun(folder);
  expect(await readLock()).toMatchObject({ pid: process.pid });
  expect(await readdir(folder)).toEqual(['run.lock']);
});

test.skipIf(process.platform !== 'linux')(
  'the lock of a process whose number another process has now is taken over (where the system tells: Linux)',
  async () => {
    for (const changes of [{ processStart: '1' }, { boot: 'another start of the machine' }]) {
      await lockWith(changes);
      expect(await lockHolder(folder)).toBeNull();
      const lock = await lockRun(folder);
      await lock.release();
    }
  },
);

test('the lock of another machine counts until it has been silent for minutes', async () => {
  await lockWith({ host: 'elsewhere', pid: await deadProcess() });
  await expect(lockRun(folder)).rejects.toThrow(/on elsewhere/);
  const past = new Date(Date.now() - 3_600_000);
  await utimes(path, past, past);
  await lockRun(folder);
});

test('a lock that is half written counts for a moment', async () => {
  await writeFile(path, '{"token":');
  await expect(lockRun(folder)).rejects.toMatchObject({ code: 'run-locked' });
  const past = new Date(Date.now() - 60_000);
  await utimes(path, past, past);
  await lockRun(folder);
});

test('a lock that another has taken over is not released by the one who lost it', async () => {
  const lost = await lockRun(folder);
  await writeLock({ ...(await readLock()), pid: await deadProcess() });
  await lockRun(folder);
  await lost.release();
  expect(await readLock()).toMatchObject({ pid: process.pid });
});

test('of many who find a stale lock at once, one gets it', async () => {
  await lockWith({ pid: await deadProcess() });
  const stale = await readLock();
  for (let round = 0; round < 20; round++) {
    await writeLock(stale);
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => lockRun(folder)));
    const won = taken.filter(({ status }) => status === 'fulfilled');
    expect(won).toHaveLength(1);
    await rm(path);
  }
});

test('what a cleaner of stale locks left behind, dated in the future, holds nobody up for ever', async () => {
  await lockWith({ pid: await deadProcess() });
  await writeFile(`${path}.stale`, '');
  const nextYear = new Date(Date.now() + 365 * 24 * 3_600_000);
  await utimes(`${path}.stale`, nextYear, nextYear);
  await lockRun(folder);
  expect(await readLock()).toMatchObject({ pid: process.pid });
  expect(await readdir(folder)).toEqual(['run.lock']);
});

test('a link to nothing in the place of the lock is nobody’s lock', async () => {
  await symlink(join(folder, 'nothing'), path);
  await lockRun(folder);
  expect(await readLock()).toMatchObject({ pid: process.pid });
});

test('a lock that is half written, dated in the future, is taken over', async () => {
  await writeFile(path, '{');
  const nextYear = new Date(Date.now() + 365 * 24 * 3_600_000);
  await utimes(path, nextYear, nextYear);
  await lockRun(folder);
  expect(await readLock()).toMatchObject({ pid: process.pid });
});
