// One process of a machine at a time: a folder is made by whoever comes first, and touched while the work goes on.

import { mkdir, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

/** A lock that nobody has touched for so long is of a process that was killed. */
const STALE_MS = 30_000;
const TOUCH_MS = 5000;
const LOOK_MS = 200;

/** Waits until no other process of this machine works under the lock, then works. */
export async function underLock<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  while (!(await taken(path))) await setTimeout(LOOK_MS);
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    await rm(path, { recursive: true, force: true });
  }
}

async function taken(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const found = await stat(path).catch(() => null);
  if (found !== null && Date.now() - found.mtimeMs > STALE_MS)
    await rm(path, { recursive: true, force: true });
  return false;
}
