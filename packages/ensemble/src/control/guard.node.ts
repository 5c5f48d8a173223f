// The system's own lock on a run directory. Node has no `flock`, but Linux frees an abstract socket's name when the process
// that bound it is gone, however it went, and gives it to one process at a time. Processes of one network namespace see the
// same names; for all others, and on other systems, the lease in `run.lock` decides alone.

import { stat } from 'node:fs/promises';
import { createServer } from 'node:net';

export interface DirectoryGuard {
  release(): Promise<void>;
}

/** @returns `held` if a living process has it, null where the system has no such lock */
export async function guardDirectory(directory: string): Promise<DirectoryGuard | 'held' | null> {
  if (process.platform !== 'linux') return null;
  const found = await stat(directory, { bigint: true }).catch(() => null);
  // Creating `run.lock` in it says what is wrong.
  if (found === null) return null;
  const server = createServer((socket) => socket.destroy());
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(`\0convoy-run-${found.dev}-${found.ino}`, resolve);
    });
  } catch (error) {
    // Where sockets are forbidden, as in some sandboxes, the lease has to do.
    return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' ? 'held' : null;
  }
  // A run that is over must not keep its process.
  server.unref();
  return {
    release: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
