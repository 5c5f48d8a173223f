// What the images of each dataset are like, known without reading it: a model's table needs no downloads.

import type { ImageShape } from '@convoy/core';
import { factsByName } from '@convoy/core/internal';
import { datasetNames } from '@convoy/core/node';
import { requireOneOf } from '../options/choices.ts';
import type { FolderValues } from './folderOptions.ts';
import { isFolder } from './openFolder.ts';

export interface ImageFormat {
  readonly imageShape: ImageShape;
  readonly classes: number;
}

/**
 * The format of a dataset by its name; a folder of pictures is read for it.
 * @throws {CliError} of usage for a name that does not exist
 */
export async function imageFormatOf(dataset: string, folder: FolderValues = {}): Promise<ImageFormat> {
  if (isFolder(dataset)) {
    const { openDataset } = await import('./openDataset.ts');
    const { imageShape, classNames } = await openDataset(dataset, undefined, folder);
    return { imageShape, classes: classNames.length };
  }
  return builtInFormat(requireOneOf('data set', dataset, datasetNames));
}

/** @throws {CoreError} for a name that does not exist */
export function builtInFormat(name: string): ImageFormat {
  const { imageShape, classNames } = factsByName.get(name);
  return { imageShape, classes: classNames.length };
}
