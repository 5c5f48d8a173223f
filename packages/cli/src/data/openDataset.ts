// A data set by its name, as every command opens one.

import { CoreError, type Dataset } from '@convoy/core';
import { datasetNames, loadDataset } from '@convoy/core/node';
import { failure } from '../errors.ts';
import { requireOneOf } from '../options/choices.ts';

/** @throws {CliError} of usage for a name that does not exist; otherwise for missing or damaged files. */
export async function openDataset(name: string, dataDir: string | undefined): Promise<Dataset> {
  requireOneOf('data set', name, datasetNames);
  try {
    return await loadDataset(name, dataDir === undefined ? {} : { dataDir });
  } catch (error) {
    if (!(error instanceof CoreError && error.code === 'invalid-data')) throw error;
    const where = dataDir === undefined ? '' : ` --data-dir ${dataDir}`;
    throw failure(
      error.message,
      `\`convoy data verify ${name}${where}\` says which files are damaged.`,
      error,
    );
  }
}
