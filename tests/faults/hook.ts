// Loaded into the command's process and each of its threads by `node --import`: counts what they change on the disk below
// one folder, writes it down, and at one chosen operation kills the process or makes the operation fail. The rest is
// the real command on the real file system.

import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { basename, resolve, sep } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import type { Fault, Operation } from './operations.ts';

/** An operation before it has a number. `Omit` of a union would lose its members' own fields. */
type Unnumbered = Operation extends infer Each
  ? Each extends Operation
    ? Omit<Each, 'thread' | 'at'>
    : never
  : never;

const settings: { readonly root: string; readonly log: string; readonly fault: Fault | null } = JSON.parse(
  process.env.CONVOY_TEST_FAULTS ?? '{}',
);
const thread = isMainThread ? 'main' : 'worker';
const root = resolve(settings.root);
let count = 0;

const isInside = (path: string) => path === root || path.startsWith(root + sep);

function note(operation: Unnumbered, at: number): void {
  fs.appendFileSync(settings.log, `${JSON.stringify({ thread, at, ...operation })}\n`);
}

/** Does one operation, unless it is the one that is to fail; the process may end before or after it. */
async function through<Result>(operation: Unnumbered, work: () => Promise<Result>): Promise<Result> {
  if (!isInside(operation.path)) return work();
  const at = count++;
  const { fault } = settings;
  const isHere = fault !== null && fault.thread === thread && fault.at === at;
  if (isHere && fault.action === 'kill-before') process.kill(process.pid, 'SIGKILL');
  if (isHere && (fault.action === 'EIO' || fault.action === 'ENOSPC')) {
    throw Object.assign(new Error(`${fault.action}: injected, ${operation.kind} '${operation.path}'`), {
      code: fault.action,
      path: operation.path,
    });
  }
  const result = await work();
  if (isHere && fault.action === 'kill-after') process.kill(process.pid, 'SIGKILL');
  note(operation, at);
  return result;
}

/** What was written, kept for a replay. */
function keep(content: unknown): string {
  const file = `${settings.log}.${randomUUID()}`;
  fs.writeFileSync(file, typeof content === 'string' ? Buffer.from(content) : (content as Uint8Array));
  return basename(file);
}

const { rename, rm, unlink, mkdir, open, writeFile } = fs.promises;
const pathOf = (path: unknown) => resolve(String(path));

Object.assign(fs.promises, {
  rename: (from: string, to: string) =>
    through({ kind: 'rename', path: pathOf(from), to: pathOf(to) }, () => rename(from, to)),
  rm: (path: string, options?: fs.RmOptions) =>
    through({ kind: 'remove', path: pathOf(path) }, () => rm(path, options)),
  unlink: (path: string) => through({ kind: 'remove', path: pathOf(path) }, () => unlink(path)),
  mkdir: (path: string, options?: fs.MakeDirectoryOptions) =>
    through({ kind: 'mkdir', path: pathOf(path) }, () => mkdir(path, options)),
  writeFile: (path: unknown, content: string | Uint8Array, options?: fs.WriteFileOptions) =>
    typeof path === 'string'
      ? through({ kind: 'write', path: pathOf(path), content: keep(content) }, () =>
          writeFile(path, content, options),
        )
      : writeFile(path as FileHandle, content, options),
  open: async (path: string, flags?: string | number, mode?: number) => {
    const opened = pathOf(path);
    const creates = typeof flags === 'string' && /[wa]/.test(flags);
    const handle = creates
      ? await through({ kind: 'create', path: opened }, () => open(path, flags, mode))
      : await open(path, flags, mode);
    return watched(handle, opened);
  },
});
syncBuiltinESMExports();

/** A handle whose writes and flushes are counted. */
function watched(handle: FileHandle, path: string): FileHandle {
  if (!isInside(path)) return handle;
  const sync = handle.sync.bind(handle);
  const write = handle.writeFile.bind(handle);
  return Object.assign(handle, {
    sync: () => through({ kind: 'sync', path }, sync),
    writeFile: (content: string | Uint8Array) =>
      through({ kind: 'write', path, content: keep(content) }, () => write(content)),
  });
}
