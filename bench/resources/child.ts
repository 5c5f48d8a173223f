// Each figure comes from a process of its own, where nothing has been left behind by another.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { ZodType } from 'zod';

/** Runs a script of this folder and reads the JSON that it prints. It is killed when the signal says so. */
export async function runChild<T>(
  script: string,
  args: readonly string[],
  schema: ZodType<T>,
  signal: AbortSignal,
): Promise<T> {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const options = { signal, killSignal: 'SIGKILL', encoding: 'utf8' } as const;
  const { stdout } = await promisify(execFile)(process.execPath, [file, ...args], options);
  return schema.parse(JSON.parse(stdout));
}
