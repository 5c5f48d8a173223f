// Modules of the user's own, which define what other options name: layers, losses, datasets.

import { checkValue, trainingOptions } from '@convoy/ensemble/options';
import { usageError } from '../errors.ts';

const { kind } = trainingOptions.modules;

/**
 * Imports them.
 * @param given paths with commas between them, or a list of paths or URLs
 * @throws {CliError} of usage, with the reason, if one cannot be imported
 */
export async function importOwnModules(given: unknown): Promise<void> {
  const { importModules } = await import('@convoy/ensemble/internal/node');
  try {
    await importModules(checkValue('modules', kind, typeof given === 'string' ? kind.read?.(given) : given));
  } catch (error) {
    throw usageError(
      `--${error instanceof Error ? error.message : error}`,
      'Paths are relative to the working directory, such as ./my-definitions.ts.',
    );
  }
}
