// A file that is either the old one or the whole new one, whatever happens in between.

import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { CoreError } from '../errors.ts';
import { reasonOf } from '../reason.ts';

/**
 * Writes a file by way of a temporary one in the same folder: written, flushed to the disk, then renamed over `path`,
 * then the folder flushed. A crash leaves the old file or the new one, never a part.
 *
 * @throws {CoreError} `write-failed` with the system's error as its cause; the temporary file is removed.
 */
export async function writeFileAtomically(path: string, content: Uint8Array | string): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameDurably(temporary, path);
  } catch (cause) {
    // The first error is the one to tell, whether or not cleaning up succeeds too.
    await rm(temporary, { force: true }).catch(() => undefined);
    throw new CoreError('write-failed', `cannot write ${path}: ${reasonOf(cause)}`, { cause });
  }
}

/** Renames within one folder, and flushes the folder so that the new name survives a power cut. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await flushFolder(dirname(to));
}

/** Flushes a folder, so that the names in it survive a power cut. */
export async function flushFolder(path: string): Promise<void> {
  // Windows cannot open a folder, and needs no such flush.
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * Makes a folder, with all above it, if it is not there; each new name survives a power cut.
 * @throws the system's error
 */
export async function makeFolderDurably(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  const top = dirname(resolve(first));
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    await flushFolder(folder);
    if (folder === top || folder === dirname(folder)) return;
  }
}
