// What lies in a folder, links followed, without what systems and editors leave behind: names that begin with a dot.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '../../errors.ts';
import { reasonOf } from '../../reason.ts';

export interface Entries {
  /** Names, in the order of their characters' codes: the same on every machine. */
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/** @throws {CoreError} `read-failed` */
export async function entriesOf(folder: string): Promise<Entries> {
  const folders: string[] = [];
  const files: string[] = [];
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue;
      const found = entry.isSymbolicLink() ? await stat(join(folder, entry.name)) : entry;
      if (found.isDirectory()) folders.push(entry.name);
      else if (found.isFile()) files.push(entry.name);
    }
  } catch (cause) {
    throw new CoreError('read-failed', `cannot read the folder ${folder}: ${reasonOf(cause)}`, { cause });
  }
  return { folders: folders.sort(byCode), files: files.sort(byCode) };
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : 1;
}
