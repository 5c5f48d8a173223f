// What a disk holds after a power cut: the operations of a run, replayed up to one of them, with only what was flushed. A file's
// bytes survive once it was synced, its name once its folder was. A kinder disk keeps names as soon as they are given: both
// are tried, since a real one may do either.

import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Operation } from './operations.ts';

type Entry =
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; written: Uint8Array; flushed: Uint8Array };

export type Disk = 'forgets names' | 'keeps names';

const nothing = new Uint8Array(0);

/** The entries that survive, by path. */
export function survivors(
  operations: readonly Operation[],
  logFolder: string,
  disk: Disk,
): ReadonlyMap<string, Entry> {
  const live = new Map<string, Entry>();
  const durable = new Map<string, Entry>();
  for (const operation of operations) apply(operation, live, durable, logFolder);
  return disk === 'keeps names' ? live : reachable(durable);
}

function apply(
  operation: Operation,
  live: Map<string, Entry>,
  durable: Map<string, Entry>,
  logFolder: string,
): void {
  const { path } = operation;
  switch (operation.kind) {
    case 'mkdir':
      for (let folder = path; !live.has(folder) && folder !== dirname(folder); folder = dirname(folder))
        live.set(folder, { kind: 'folder' });
      break;
    case 'create':
      live.set(path, { kind: 'file', written: nothing, flushed: nothing });
      break;
    case 'write': {
      const written = readFileSync(join(logFolder, operation.content));
      const entry = live.get(path);
      if (entry?.kind === 'file') entry.written = written;
      else live.set(path, { kind: 'file', written, flushed: nothing });
      break;
    }
    case 'sync': {
      const entry = live.get(path);
      if (entry?.kind === 'file') entry.flushed = entry.written;
      else flushFolder(path, live, durable);
      break;
    }
    case 'rename': {
      const entry = live.get(path);
      if (entry) live.set(operation.to, entry);
      live.delete(path);
      break;
    }
    case 'remove':
      for (const name of [...live.keys()])
        if (name === path || name.startsWith(`${path}/`)) live.delete(name);
      break;
    default:
      operation satisfies never;
  }
}

/** The names in a folder are on the disk, and those that it no longer has are not. */
function flushFolder(folder: string, live: Map<string, Entry>, durable: Map<string, Entry>): void {
  for (const path of [...durable.keys()]) if (dirname(path) === folder) durable.delete(path);
  for (const [path, entry] of live) if (dirname(path) === folder) durable.set(path, entry);
}

/** Names in folders that are themselves on the disk; the run's own folder is taken for there. */
function reachable(durable: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const known = [...durable.keys()].sort((a, b) => a.length - b.length);
  const root = known[0] === undefined ? '' : dirname(known[0]);
  const found = new Map<string, Entry>();
  for (const path of known) {
    const entry = durable.get(path);
    if (entry && (dirname(path) === root || found.has(dirname(path)))) found.set(path, entry);
  }
  return found;
}

/** Writes what survived of `from` into the folder `to`. */
export function restore(entries: ReadonlyMap<string, Entry>, from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const [path, entry] of entries) {
    const target = join(to, relative(from, path));
    if (entry.kind === 'folder') mkdirSync(target, { recursive: true });
    else {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, entry.flushed);
      // The machine was away for a minute.
      const then = new Date(Date.now() - 60_000);
      utimesSync(target, then, then);
    }
  }
}
