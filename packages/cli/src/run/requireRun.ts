// A run that a command is given: a path that holds none gets an answer with the runs that there are.

import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { shellWord } from '@convoy/core/internal';
import { failure } from '../errors.ts';
import { typed } from '../ui/typed.ts';

/** Runs that an error names. */
const MOST_LISTED = 8;
/** What a folder holds if it is a run, from its first moment or once it was copied for prediction alone. */
const files = ['run.json', 'ensemble.convoy'];

/** @throws {CliError} if nothing is there, it may not be read, or it is a folder without a run */
export async function requireRun(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (found.code === 'ENOENT' || found.code === 'ENOTDIR') {
      throw failure(`no such run: ${path}`, await runsNear(path), found);
    }
    throw failure(`run cannot be read: ${path}`, reasonOf(found), found);
  }
  if (!found.isDirectory()) return;
  const names = await readdir(path).catch((error: NodeJS.ErrnoException) => {
    throw failure(`run cannot be read: ${path}`, reasonOf(error), error);
  });
  if (files.some((name) => names.includes(name))) return;
  throw failure(`not a run: ${path} holds no run.json`, await runsNear(path));
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  return code === 'EACCES' || code === 'EPERM'
    ? 'Permission is denied. Change its owner or mode, or use another account.'
    : message;
}

/** The runs in `runs`, in the folder itself and beside it, the newest first. */
async function runsNear(path: string): Promise<string> {
  const folders = [...new Set(['runs', path, dirname(path)])];
  const runs = new Map<string, number>();
  for (const folder of folders) {
    for (const name of await readdir(folder).catch(() => [])) {
      const run = join(folder, name);
      const manifest = await stat(join(run, 'run.json')).catch(() => null);
      if (manifest?.isFile()) runs.set(run, manifest.mtimeMs);
    }
  }
  if (runs.size === 0) return `There are no runs here yet. \`${typed('convoy train')}\` makes one.`;
  const newest = [...runs].sort(([, a], [, b]) => b - a).map(([run]) => `  ${shellWord(run)}`);
  const rest = newest.length - MOST_LISTED;
  return ['Runs here:', ...newest.slice(0, MOST_LISTED), ...(rest > 0 ? [`  and ${rest} more`] : [])].join(
    '\n',
  );
}
