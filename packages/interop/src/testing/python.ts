// Python, with the tools whose formats these are, where it is installed: CONVOY_PYTHON says where, else `python3`.

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface Python {
  /** Why there is none with these modules; null if there is. For the names of tests that are skipped. */
  readonly missing: string | null;
  /** Runs one of the scripts in `testing/python`. @returns what it printed */
  run(script: string, args: readonly string[]): Promise<string>;
}

/** @param modules that must be importable, such as `torch` */
export async function findPython(...modules: readonly string[]): Promise<Python> {
  const path = process.env.CONVOY_PYTHON ?? 'python3';
  const call = async (args: readonly string[]) => {
    const env = { ...process.env, KERAS_BACKEND: 'torch', OMP_NUM_THREADS: '1' };
    return (await promisify(execFile)(path, args, { env, maxBuffer: 1e8 })).stdout;
  };
  // Finding a module is fast; importing torch takes seconds.
  const test = `import importlib.util, sys; sys.exit(any(importlib.util.find_spec(m) is None for m in ${JSON.stringify(modules)}))`;
  const missing = await call(['-c', test]).then(
    () => null,
    () => `skipped: no Python with ${modules.join(', ')} at ${path}; CONVOY_PYTHON says where`,
  );
  const run = (script: string, args: readonly string[]) =>
    call([fileURLToPath(new URL(`python/${script}`, import.meta.url)), ...args]);
  return { missing, run };
}
