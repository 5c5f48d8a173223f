// Runs the real command as a process, in an empty folder of its own and with no data set in reach.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The command's program. */
export const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunningConvoy {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves with the first JSON line of standard output that `matches`, of those already printed too. */
  event(matches: (event: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
}

/** An empty folder; `remove` deletes it with all that tests left there. */
export function workFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'convoy-cli-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts `convoy ...args` in `cwd`; CONVOY_DATA is only what `env` says. */
export function start(args: readonly string[], cwd: string, env: Record<string, string> = {}): RunningConvoy {
  // Whether a package manager started the tests does not matter to the command.
  const {
    CONVOY_DATA: _,
    FORCE_COLOR: __,
    npm_execpath: ___,
    npm_config_user_agent: ____,
    ...inherited
  } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { ...inherited, XDG_CACHE_HOME: join(cwd, 'cache'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const events: Record<string, unknown>[] = [];
  const waiting = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith('{')) return;
    events.push(JSON.parse(line));
    for (const check of waiting) check();
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
  return {
    process: child,
    finished,
    event: (matches) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const found = events.find(matches);
          if (found === undefined) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
        finished.then(
          ({ code, stderr }) => reject(new Error(`convoy ended with ${code} before the event: ${stderr}`)),
          reject,
        );
      }),
  };
}

/** Runs `convoy ...args` to its end. */
export function convoy(
  args: readonly string[],
  cwd: string,
  env: Record<string, string> = {},
): Promise<Finished> {
  return start(args, cwd, env).finished;
}

/** Every line of standard output, each of which must be JSON. */
export function jsonLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}
