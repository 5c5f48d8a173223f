// A server as a process of its own: how long it takes to be ready, and the memory that it has.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export interface ServerProcess {
  readonly url: string;
  /** Milliseconds from the start of the process to its `listening` event. */
  readonly startup: number;
  readonly listening: Readonly<Record<string, unknown>>;
  /** Resident memory now, in megabytes; null where the system does not say. */
  memory(): number | null;
  stop(): Promise<void>;
}

/** Starts a program that prints `{"event":"listening","url":…}`. @throws {Error} with what it said, if it ends before */
export async function startProcess(
  file: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<ServerProcess> {
  const began = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], signal });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const ended = once(child, 'close').then(() => {
    throw new Error(`${file} ${args.join(' ')} ended: ${said.trim() || 'it said nothing'}`);
  });
  const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended]);
  const startup = performance.now() - began;
  ended.catch(() => undefined);
  const listening: Readonly<Record<string, unknown>> = JSON.parse(String(line));
  return {
    url: String(listening.url),
    startup,
    listening,
    memory: () => residentMegabytes(child.pid ?? 0),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'close');
    },
  };
}

/** Of Linux's `/proc`. */
function residentMegabytes(pid: number): number | null {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? null : (Number(kilobytes) * 1024) / 1e6;
  } catch {
    return null;
  }
}
