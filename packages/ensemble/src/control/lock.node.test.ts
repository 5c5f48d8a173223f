// Locks of real processes, some of which are dead.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunLock } from './hold.ts';
import { lockHolder, lockRun } from './lock.node.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-lock-'));
  path = join(folder, 'run.lock');
});
const held: RunLock[] = [];
afterEach(async () => {
  await Promise.all(held.splice(0).map((lock) => lock.release()));
  await rm(folder, { recursive: true });
});

/** Takes the lock until the test has ended. */
async function take(): Promise<RunLock> {
  const lock = await lockRun(folder);
  held.push(lock);
  return lock;
}

const readLock = async () => JSON.parse(await readFile(path, 'utf8'));
const writeLock = (holder: object) => writeFile(path, JSON.stringify(holder));

/** A lock as this process writes it, changed in some fields, and held by nobody. */
async function lockWith(changes: object): Promise<void> {
  const lock = await lockRun(folder);
  const holder = await readLock();
  await lock.release();
  await writeLock({ ...holder, ...changes });
}

/** The number of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('a second lock is refused, naming the process that has the first, until it is released', async () => {
  const lock = await take();
  expect(await lockHolder(folder)).toMatchObject({ pid: process.pid });
  await expect(lockRun(folder)).rejects.toMatchObject({
    code: 'run-locked',
    message: expect.stringContaining(`process ${process.pid} on `),
  });
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  expect(await lockHolder(folder)).toBeNull();
  await take();
});

test('the lock of a process that has ended is taken over', async () => {
  await lockWith({ pid: await deadProcess() });
  expect(await lockHolder(folder)).toBeNull();
  await take();
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
  await take();
});

test('a lock that is half written counts for a moment', async () => {
  await writeFile(path, '{"token":');
  await expect(lockRun(folder)).rejects.toMatchObject({ code: 'run-locked' });
  const past = new Date(Date.now() - 60_000);
  await utimes(path, past, past);
  await take();
});

test('one whose lock another has taken over is told so, and does not release it', async () => {
  const lost = await take();
  await lost.touch();
  await writeLock({ ...(await readLock()), token: 'of another' });
  await expect(lost.touch()).rejects.toMatchObject({ code: 'run-locked' });
  await lost.release();
  expect(await readLock()).toMatchObject({ token: 'of another' });
});

test('of many who find a stale lock at once, one gets it', async () => {
  await lockWith({ pid: await deadProcess() });
  const stale = await readLock();
  for (let round = 0; round < 20; round++) {
    await writeLock(stale);
    const taken = await Promise.allSettled(Array.from({ length: 8 }, () => lockRun(folder)));
    const won = taken.flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
    expect(won).toHaveLength(1);
    await won[0]?.release();
  }
});

test('what a cleaner of stale locks left behind, dated in the future, holds nobody up for ever', async () => {
  await lockWith({ pid: await deadProcess() });
  await writeFile(`${path}.stale`, '');
  const nextYear = new Date(Date.now() + 365 * 24 * 3_600_000);
  await utimes(`${path}.stale`, nextYear, nextYear);
  await take();
  expect(await readLock()).toMatchObject({ pid: process.pid });
  expect(await readdir(folder)).toEqual(['run.lock']);
});

test('a link to nothing in the place of the lock is nobody’s lock', async () => {
  await symlink(join(folder, 'nothing'), path);
  await take();
  expect(await readLock()).toMatchObject({ pid: process.pid });
});

test('a lock that is half written, dated in the future, is taken over', async () => {
  await writeFile(path, '{');
  const nextYear = new Date(Date.now() + 365 * 24 * 3_600_000);
  await utimes(path, nextYear, nextYear);
  await take();
  expect(await readLock()).toMatchObject({ pid: process.pid });
});

/** `node`, as a process with numbers and perhaps a network of its own, that holds the run until it is ended. */
function holdElsewhere(namespaces: readonly string[]) {
  const lock = new URL('./lock.node.ts', import.meta.url).href;
  const code = `const { lockRun } = await import('${lock}');
    await lockRun(process.argv[1]);
    console.log('held');
    setInterval(() => {}, 1000);`;
  const node = [process.execPath, '--input-type=module', '-e', code, folder];
  return spawn('unshare', ['--map-root-user', '--pid', '--fork', '--kill-child', ...namespaces, ...node], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const canUnshare = spawnSync('unshare', ['--map-root-user', '--pid', '--net', '--fork', 'true']).status === 0;
test.skipIf(!canUnshare).each([
  { where: 'with numbers of its own', namespaces: [], isLease: false },
  { where: 'with numbers and a network of its own', namespaces: ['--net'], isLease: true },
])(
  'a process $where holds a run against all others (skipped where `unshare` may not)',
  async ({ namespaces, isLease }) => {
    const child = holdElsewhere(namespaces);
    const failed = once(child, 'exit').then(() => Promise.reject(new Error('it did not get the lock')));
    failed.catch(() => undefined);
    try {
      await Promise.race([once(child.stdout, 'data'), failed]);
      await expect(lockRun(folder)).rejects.toMatchObject({ code: 'run-locked' });
      // A clock that jumps, or a machine that slept: its lease has run out.
      const past = new Date(Date.now() - 3_600_000);
      await utimes(path, past, past);
      const late = lockRun(folder).then((lock) => lock.release());
      if (isLease) await late;
      else await expect(late).rejects.toMatchObject({ code: 'run-locked' });
    } finally {
      child.kill('SIGKILL');
    }
  },
);
