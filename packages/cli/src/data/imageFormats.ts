// What the images of each data set are like, known without reading it: a model's table needs no downloads.

import type { ImageShape } from '@convoy/core';
import { requireOneOf } from '../options/choices.ts';
import { isFolder } from './openFolder.ts';

export interface ImageFormat {
  readonly imageShape: ImageShape;
  readonly classes: number;
}

export const imageFormats: ReadonlyMap<string, ImageFormat> = new Map([
  ['mnist', { imageShape: [28, 28, 1], classes: 10 }],
  ['cifar10', { imageShape: [32, 32, 3], classes: 10 }],
  ['glyphs', { imageShape: [28, 28, 1], classes: 10 }],
]);

/**
 * The format of a data set by its name; a folder of pictures is read for it.
 * @throws {CliError} of usage for a name that does not exist
 */
export async function imageFormatOf(dataset: string): Promise<ImageFormat> {
  if (isFolder(dataset)) {
    const { openDataset } = await import('./openDataset.ts');
    const { imageShape, classNames } = await openDataset(dataset, undefined);
    return { imageShape, classes: classNames.length };
  }
  const format = imageFormats.get(requireOneOf('data set', dataset, [...imageFormats.keys()]));
  if (!format) throw new Error(`no format of ${dataset}`);
  return format;
}
