// A run directory while a process works in it: made, found empty, and locked.

import { shellWord } from '@convoy/core/internal';
import { EnsembleError, messageOf } from '../errors.ts';
import { prepareFolder, removeTemporaryFiles } from '../store/fileStore.node.ts';
import { isCompleteIn } from '../store/isComplete.ts';
import { isTemporary, LOCK_FILE } from '../store/keys.ts';
import { readManifestIn } from '../store/readRun.ts';
import type { RunStore } from '../store/runStore.ts';
import type { RunLock } from './hold.ts';
import { lockRun } from './lock.node.ts';
import { openRunStore, runHolder } from './runLocation.node.ts';
import { isRunUrl, schemeOf } from './storeSchemes.ts';

/** A folder, or what a URL names in its place. */
export interface RunDirectory {
  readonly path: string;
  readonly store: RunStore;
  /** Its lock: this process works in it until `close`. */
  readonly lock: RunLock;
  close(): Promise<void>;
}

/**
 * Works in a directory and releases it. What fails in the work is what the caller hears of; a lock that cannot be removed
 * afterwards fails nothing: it counts only as long as this process lives.
 * @param warn receives a message if the lock does not keep everybody out, or cannot be removed
 */
export async function inDirectory<Result>(
  directory: RunDirectory,
  warn: (message: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  if (directory.lock.warning !== undefined) warn(directory.lock.warning);
  try {
    return await work();
  } finally {
    await directory.close().catch((error: unknown) => {
      warn(`${directory.path}: its lock cannot be removed: ${messageOf(error)}`);
    });
  }
}

/**
 * Makes a run's directory, with all folders above it.
 * @throws {EnsembleError} `out-not-empty` if something is there already: no run overwrites another; `run-locked` if
 *   another process has just done the same
 */
export async function createRunDirectory(path: string): Promise<RunDirectory> {
  await requireEmptyDirectory(path);
  const directory = await openRunDirectory(path);
  try {
    // Again, for what another process may have written until the lock was taken.
    await requireEmptyDirectory(path);
  } catch (error) {
    await directory.close().catch(() => undefined);
    throw error;
  }
  return directory;
}

/**
 * A run's directory that is there already. What a process that was killed was writing in it is removed.
 * @throws {EnsembleError} `run-locked` if another process works in it
 * @throws {CoreError} `write-failed`
 */
export async function openRunDirectory(path: string): Promise<RunDirectory> {
  const lock = await (isRunUrl(path) ? (await schemeOf(path)).lock(path) : lockRun(path));
  try {
    if (!isRunUrl(path)) await removeTemporaryFiles(path);
  } catch (error) {
    // The first error is the one to report, whether or not the lock can be removed.
    await lock.release().catch(() => undefined);
    throw error;
  }
  return { path, store: await openRunStore(path), lock, close: () => lock.release() };
}

/**
 * Works in a run's directory as the only process that does.
 * @throws {EnsembleError} `run-locked` if another process works in it
 */
export async function whileHolding<Result>(
  path: string,
  warn: (message: string) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  return inDirectory(await openRunDirectory(path), warn, work);
}

async function requireEmptyDirectory(path: string): Promise<void> {
  let found: string[];
  try {
    // What a process that was killed at its very start leaves is nothing to keep.
    const names = isRunUrl(path) ? await (await openRunStore(path)).list('') : await prepareFolder(path);
    found = names.filter((name) => !isTemporary(name) && !name.startsWith(LOCK_FILE));
  } catch (error) {
    throw new EnsembleError(
      'write-failed',
      `out: cannot use ${path} as a run directory: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
  if (found.length > 0) {
    const advice = await adviceFor(path);
    throw new EnsembleError(
      'out-not-empty',
      `out: ${path} is not empty, it holds ${found.slice(0, 3).join(', ')}${found.length > 3 ? ' …' : ''}. ` +
        `${advice} directory that does not exist yet, or empty it`,
    );
  }
}

async function adviceFor(path: string): Promise<string> {
  if ((await runHolder(path)) !== null) {
    return `A process works on a run in it; this shows its progress: convoy status ${shellWord(path)}. Name another`;
  }
  if (!(await holdsUnfinishedRun(path))) return 'Name a';
  return `Its run is not complete; resume it: convoy resume ${shellWord(path)}. Otherwise name a`;
}

async function holdsUnfinishedRun(path: string): Promise<boolean> {
  try {
    const store = await openRunStore(path);
    return !(await isCompleteIn(store, await readManifestIn(store)));
  } catch {
    return false; // Whatever it holds, it is no run that could go on.
  }
}
