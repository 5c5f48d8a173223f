// What lies in a folder, links followed, without what systems and editors leave behind.

import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '../../errors.ts';
import { reasonOf } from '../../reason.ts';
import { kindOf } from '../readFile.node.ts';

export interface Entries {
  /** Names, in the order of their characters' codes: the same on every machine. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
  /** What is neither, by name: why it cannot be read. */
  readonly unreadable: ReadonlyMap<string, string>;
}

/** Besides names that begin with a dot: what Windows and macOS put beside pictures. */
const leftBehind = new Set(['thumbs.db', 'ehthumbs.db', 'desktop.ini', 'icon\r', '__macosx', '@eadir']);

/** @throws {CoreError} `read-failed` */
export async function entriesOf(folder: string): Promise<Entries> {
  const folders: string[] = [];
  const files: string[] = [];
  const unreadable = new Map<string, string>();
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new CoreError('read-failed', `cannot read the folder ${folder}: ${reasonOf(cause)}`, { cause });
  });
  for (const name of names.sort(byCode)) {
    if (name.startsWith('.') || leftBehind.has(name.toLowerCase())) continue;
    const path = join(folder, name);
    try {
      const found = await stat(path);
      if (found.isDirectory()) folders.push(name);
      else if (found.isFile()) files.push(name);
      else unreadable.set(name, `${kindOf(found)}, not a file`);
    } catch (error) {
      const link = await lstat(path).catch(() => null);
      unreadable.set(name, link?.isSymbolicLink() ? 'a link that leads nowhere' : reasonOf(error));
    }
  }
  return { folders, files, unreadable };
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : 1;
}
