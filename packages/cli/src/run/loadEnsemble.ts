// The ensemble of a run, as every command that reads one loads it.

import { dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readManifest } from '@convoy/ensemble/internal/node';
import { Ensemble } from '@convoy/ensemble/node';
import { backendNames } from '@convoy/kernels';
import { failure } from '../errors.ts';
import { requireOneOf } from '../options/choices.ts';

/**
 * Modules that run.json names are not imported by themselves: a run may come from somebody else, and reading one must not
 * run code of theirs.
 * @param run a run directory, or an `ensemble.convoy` file
 * @throws {CliError} that says which modules to import, if the run was trained with some and cannot be read
 */
export async function loadEnsemble(run: string, backend?: string): Promise<Ensemble> {
  try {
    return await Ensemble.load(
      run,
      backend === undefined ? {} : { backend: requireOneOf('backend', backend, backendNames) },
    );
  } catch (error) {
    const modules = await modulesOf(run);
    if (modules.length === 0) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw failure(
      message,
      `The run was trained with modules of your own. If you trust them: --modules ${modules.map(shown).join(',')}`,
      error,
    );
  }
}

async function modulesOf(run: string): Promise<readonly string[]> {
  const manifest = await readManifest(run).catch(() => readManifest(dirname(run)).catch(() => null));
  return manifest?.modules ?? [];
}

/** A file as people write it: `./my-definitions.ts`. */
function shown(url: string): string {
  if (!url.startsWith('file:')) return url;
  const path = relative('.', fileURLToPath(url));
  return path.startsWith('.') ? path : `./${path}`;
}
