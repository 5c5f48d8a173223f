import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { EnsembleError, messageOf } from '../errors.ts';

/**
 * Names by which every thread imports the same modules: paths and packages as seen from the working directory, as URLs.
 * @throws {EnsembleError} `invalid-option` if there is no such module
 */
export function moduleUrls(modules: readonly string[]): string[] {
  const { resolve: find } = createRequire(pathToFileURL(resolve('index.js')));
  return modules.map((module) => {
    if (/^[a-z]{2,}:/.test(module)) return module;
    try {
      return pathToFileURL(find(module)).href;
    } catch (error) {
      throw notImported(module, error);
    }
  });
}

/**
 * Imports modules of the user's own, which register layers, losses, datasets and so on. A path is relative to the working
 * directory.
 * @throws {EnsembleError} `invalid-option` if one cannot be imported, with the reason
 */
export async function importModules(modules: readonly string[]): Promise<void> {
  for (const module of moduleUrls(modules)) {
    try {
      await import(module);
    } catch (error) {
      throw notImported(module, error);
    }
  }
}

function notImported(module: string, error: unknown): EnsembleError {
  // Node says on further lines from where it was asked for.
  const [reason] = messageOf(error).split('\n');
  return new EnsembleError('invalid-option', `modules: expected files to import, got ${module}: ${reason}`, {
    cause: error,
  });
}
