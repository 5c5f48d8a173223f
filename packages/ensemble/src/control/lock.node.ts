// One process at a time works in a run directory: `run.lock` says which. A process that is killed leaves its lock behind,
// so a lock counts only as long as its process lives: the same one, not another that was given its number since. Whether a
// process of another machine or container lives is not seen from here: its lock is a lease, which it renews. On Linux the
// system itself keeps out a second process of the same network namespace, whatever the file says: see `guard.node.ts`.

import { randomUUID } from 'node:crypto';
import { link, lstat, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { shellWord } from '@convoy/core/internal';
import { EnsembleError, messageOf } from '../errors.ts';
import { LOCK_FILE } from '../store/keys.ts';
import { guardDirectory } from './guard.node.ts';
import type { RunLock } from './hold.ts';
import { isHeld, type LockHolder, parseHolder, thisHolder } from './holder.node.ts';

/** A second file that stays so long is of a process that was killed. */
const CLEANING_MS = 10_000;

/**
 * Takes the lock of a run directory.
 * @throws {EnsembleError} `run-locked`, saying by whom, if another process has it; `write-failed`
 */
export async function lockRun(directory: string): Promise<RunLock> {
  const path = join(directory, LOCK_FILE);
  const token = randomUUID();
  const holder = await thisHolder(token);
  // Refused at once, before anything is looked at, if the system knows of a living holder.
  const guard = await guardDirectory(directory);
  if (guard === 'held') throw locked(directory, path, (await read(path))?.holder ?? null);
  try {
    const cleaner = createCleaner(directory, path);
    while (!(await create(path, `${JSON.stringify(holder)}\n`))) await cleaner.removeStale();
  } catch (error) {
    await guard?.release();
    throw error;
  }
  const isMine = async () => (await read(path))?.holder?.token === token;
  return {
    token,
    async touch() {
      if (!(await isMine())) throw lost(directory);
      const now = new Date();
      await utimes(path, now, now);
    },
    async release() {
      try {
        if (await isMine()) await rm(path, { force: true });
      } finally {
        await guard?.release();
      }
    },
  };
}

/** Who works in a run directory now; null if nobody does. */
export async function lockHolder(directory: string): Promise<LockHolder | null> {
  const lock = await read(join(directory, LOCK_FILE));
  return lock !== null && (await isHeld(lock.holder, lock.silentMs)) ? lock.holder : null;
}

async function create(path: string, content: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx');
    try {
      await file.writeFile(content);
    } catch (error) {
      // Half written it would hold everybody up.
      await rm(path, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw writeFailed(path, error);
  }
}

interface Cleaner {
  /**
   * Removes the lock if it is stale. Whoever does so first creates a second file, so that nobody removes the new lock of
   * one who was faster; while that exists, the others wait.
   * @throws {EnsembleError} `run-locked` if the lock is not stale
   */
  removeStale(): Promise<void>;
}

function createCleaner(directory: string, path: string): Cleaner {
  const cleaning = `${path}.stale`;
  /** The second file that is waited for, and since when. */
  let waiting = { file: '', since: 0 };

  async function waitForOther(): Promise<void> {
    const found = await lstat(cleaning).catch(() => null);
    const file = `${found?.ino} ${found?.mtimeMs}`;
    if (file !== waiting.file) waiting = { file, since: performance.now() };
    // Its removal takes milliseconds, so one that is old, or that stays, is of a process that was killed just then. That it
    // stays is seen here, since its own time may come from another clock.
    const age = found === null ? 0 : Date.now() - found.mtimeMs;
    if (Math.max(age, performance.now() - waiting.since) > CLEANING_MS) await rm(cleaning, { force: true });
    await setTimeout(20);
  }

  return {
    async removeStale() {
      if (!(await create(cleaning, ''))) return waitForOther();
      try {
        const lock = await read(path);
        if (lock === null) return await removeDanglingLink(path);
        if (await isHeld(lock.holder, lock.silentMs)) throw locked(directory, path, lock.holder);
        await takeAway(path, lock);
      } finally {
        await rm(cleaning, { force: true });
      }
    },
  };
}

/**
 * Removes a stale lock, unless it is another by now: one who is held up between looking and removing may find the lock of a
 * process that was faster. So it is moved aside first, and put back if it is not the one that was looked at.
 */
async function takeAway(path: string, { text }: FoundLock): Promise<void> {
  const aside = `${path}.stale.${randomUUID()}`;
  try {
    await rename(path, aside);
    // `link` never replaces a lock that was created meanwhile.
    if ((await read(aside))?.text !== text) await link(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw writeFailed(path, error);
  } finally {
    await rm(aside, { force: true });
  }
}

/** A link to nothing can be neither read nor created anew: it is nobody's lock. */
async function removeDanglingLink(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink()) await rm(path, { force: true });
}

interface FoundLock {
  readonly text: string;
  /** Null if it is half written. */
  readonly holder: LockHolder | null;
  readonly silentMs: number;
}

async function read(path: string): Promise<FoundLock | null> {
  try {
    const text = await readFile(path, 'utf8');
    const { mtimeMs } = await stat(path);
    return { text, holder: parseHolder(text), silentMs: Date.now() - mtimeMs };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw new EnsembleError('unreadable', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

function writeFailed(path: string, cause: unknown): EnsembleError {
  return new EnsembleError('write-failed', `cannot write ${path}: ${messageOf(cause)}`, { cause });
}

function lost(directory: string): EnsembleError {
  return new EnsembleError(
    'run-locked',
    `${directory}: this process no longer holds this run: its lock was taken by another process or deleted, or the ` +
      'directory was moved. It writes nothing more',
  );
}

function locked(directory: string, path: string, holder: LockHolder | null): EnsembleError {
  const who = holder === null ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  const since = holder === null ? '' : ` since ${holder.since}`;
  return new EnsembleError(
    'run-locked',
    `${directory}: ${who} works in this run directory${since}. Wait until it has ended, or end it with ` +
      `\`convoy stop ${shellWord(directory)}\`; if it is gone for certain, delete ${path}`,
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
