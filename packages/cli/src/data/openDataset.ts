// A data set by its name or, if it is one's own, by its folder, as every command opens one.

import { CoreError, type Dataset } from '@convoy/core';
import { suggestion } from '@convoy/core/internal';
import { datasetNames, loadDataset } from '@convoy/core/node';
import { failure, usageError } from '../errors.ts';
import { type FolderValues, imageFolderOptions, refuseFolderOptions } from './folderOptions.ts';
import { isFolder, openFolder } from './openFolder.ts';

/** @throws {CliError} of usage for a name that does not exist; otherwise for missing or damaged files. */
export async function openDataset(
  name: string,
  dataDir: string | null | undefined,
  folder: FolderValues = {},
): Promise<Dataset> {
  if (isFolder(name)) return openFolder(name, imageFolderOptions(folder));
  if (!datasetNames.includes(name)) {
    throw usageError(
      `unknown data set: ${name}`,
      `${suggestion(name, datasetNames)}, or a folder of your own pictures, such as ./flowers`,
    );
  }
  refuseFolderOptions(folder, name);
  try {
    return await loadDataset(name, dataDir == null ? {} : { dataDir });
  } catch (error) {
    if (!(error instanceof CoreError && error.code === 'invalid-data')) throw error;
    const where = dataDir == null ? '' : ` --data-dir ${dataDir}`;
    throw failure(
      error.message,
      `\`convoy data verify ${name}${where}\` says which files are damaged.`,
      error,
    );
  }
}
