// Starts `server.ts`, the library's server with options that the command does not have.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServerOptions } from '@convoy/serve';

const program = fileURLToPath(new URL('./server.ts', import.meta.url));

export interface Program {
  readonly url: string;
  /** Whether the process is still there. */
  readonly isAlive: boolean;
  /** Has the server do something, and resolves when it has. */
  tell(what: 'kill-worker' | 'reload' | 'drain'): Promise<void>;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

export async function serveProgram(cwd: string, options: ServerOptions): Promise<Program> {
  const child = fork(program, [JSON.stringify({ port: 0, ...options })], {
    cwd,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (child.stdout === null) throw new Error('no output');
  const ended = once(child, 'exit').then(([code]: (number | null)[]) => code ?? null);
  const failed = ended.then((code) =>
    Promise.reject(new Error(`the server ended with ${code} before it listened`)),
  );
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), failed]);
  failed.catch(() => undefined);
  return {
    url: JSON.parse(String(line)).url,
    get isAlive() {
      return child.exitCode === null && child.signalCode === null;
    },
    async tell(what) {
      child.send(what);
      await once(child, 'message');
    },
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}
