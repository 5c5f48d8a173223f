// A folder as a store: a key is the path of a file in it.

import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { CoreError } from '@convoy/core';
import { makeFolderDurably, readRegularFile, writeFileAtomically } from '@convoy/core/internal/node';
import { EnsembleError, messageOf } from '../errors.ts';
import { CONTROL_PREFIX, isTemporary } from './keys.ts';
import { systemCodeOf, withRetries } from './retry.node.ts';
import type { RunStore } from './runStore.ts';

/** The largest value: more than any ensemble that fits in memory twice. */
const mostBytes = 2 ** 33;

/** A store that other threads and processes of this machine can open by its path. */
export interface FileStore extends RunStore {
  readonly path: string;
}

/**
 * A folder as a store. It is made when the first value is written. Folders that become empty are removed, and files whose
 * names say that they are being written are no values.
 */
export function fileStore(path: string): FileStore {
  const fileOf = (key: string) => join(path, requireInside(key));
  return {
    name: path,
    path,
    read: (key) => reading(fileOf(key), () => readRegularFile(fileOf(key), key, mostBytes), null),
    write: (key, bytes, { durable = true } = {}) => writeInFolder(fileOf(key), bytes, durable),
    async list(prefix) {
      const folder = fileOf(prefix);
      const files = await reading(
        folder,
        async () =>
          prefix === CONTROL_PREFIX && !(await isOwnFolder(folder))
            ? []
            : readdir(folder, { recursive: true, withFileTypes: true }),
        [],
      );
      return files
        .filter((entry) => entry.isFile() && !isTemporary(entry.name))
        .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/'))
        .sort();
    },
    async remove(key) {
      await removeFile(fileOf(key));
      await removeEmptyFolders(path, dirname(fileOf(key)));
    },
  };
}

export function isFileStore(store: RunStore): store is FileStore {
  return 'path' in store && typeof store.path === 'string';
}

/**
 * Removes what was being written when a process was killed. Only for the one who holds the folder's lock.
 * @throws {CoreError} `write-failed`
 */
export async function removeTemporaryFiles(path: string): Promise<void> {
  // With types: without, folders are also looked for behind links, which lead out of the run.
  const entries = await reading(path, () => readdir(path, { recursive: true, withFileTypes: true }), []);
  const files = entries.filter((entry) => !entry.isDirectory() && isTemporary(entry.name));
  await Promise.all(files.map(({ parentPath, name }) => removeFile(join(parentPath, name))));
}

/**
 * Makes a folder, with all above it, if it is not there.
 * @returns the names in it
 */
export async function prepareFolder(path: string): Promise<string[]> {
  try {
    await makeFolderDurably(path);
  } catch (error) {
    // With `recursive` Node says ENOENT also where the file system is read-only: without, it gives the reason.
    await mkdir(path);
    throw error;
  }
  return readdir(path);
}

/** @throws {EnsembleError} `unreadable` if nothing is there */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw new EnsembleError('unreadable', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/** `missing` if there is no such file or folder. */
async function reading<Value, Missing>(
  path: string,
  read: () => Promise<Value>,
  missing: Missing,
): Promise<Value | Missing> {
  try {
    return await read();
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return missing;
    throw new EnsembleError('unreadable', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

function writeInFolder(file: string, bytes: Uint8Array, durable: boolean): Promise<void> {
  return withRetries(async () => {
    await makeFolder(dirname(file), durable).catch((cause: unknown) => {
      throw new CoreError('write-failed', `cannot make ${dirname(file)}: ${messageOf(cause)}`, { cause });
    });
    await (durable ? writeFileAtomically(file, bytes) : replaceFile(file, bytes));
  });
}

/**
 * Whoever can put requests where a run looks for them steers it: not through a link, and not as another user.
 * @throws the system's error if there is no such folder
 */
async function isOwnFolder(path: string): Promise<boolean> {
  const found = await lstat(path.replace(/\/$/, ''));
  const user = process.getuid?.();
  return found.isDirectory() && (user === undefined || found.uid === user || user === 0);
}

/** @throws {EnsembleError} `invalid-option` for a key that would lead out of the store */
function requireInside(key: string): string {
  const isInside = !isAbsolute(key) && !key.split(/[\\/]/).includes('..');
  if (isInside) return key;
  throw new EnsembleError('invalid-option', `key: expected a path inside the store, got ${key}`);
}

async function makeFolder(path: string, durable: boolean): Promise<void> {
  if (durable) await makeFolderDurably(path);
  else await mkdir(path, { recursive: true });
}

async function removeFile(file: string): Promise<void> {
  try {
    await withRetries(() => rm(file, { force: true }));
  } catch (cause) {
    throw new CoreError('write-failed', `cannot remove ${file}: ${messageOf(cause)}`, { cause });
  }
}

/** As `writeFileAtomically`, without flushing anything. */
async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID()}.tmp`);
  try {
    await writeFile(temporary, bytes);
    await rename(temporary, file);
  } catch (cause) {
    // The first error is the one to report, whether or not cleaning up succeeds too.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new CoreError('write-failed', `cannot write ${file}: ${messageOf(cause)}`, { cause });
  }
}

/** Up to the store's own folder, which stays. */
async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let at = folder; relative(root, at) !== ''; at = dirname(at)) {
    try {
      if (!(await lstat(at)).isDirectory()) return;
      await rmdir(at);
    } catch {
      return; // Not empty, or gone already: either way there is nothing left to remove.
    }
  }
}
