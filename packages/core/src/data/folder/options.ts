// How a folder of pictures becomes a data set.

import { CoreError } from '../../errors.ts';
import type { DatasetOrigin } from '../dataset.ts';

/** What `loadImageFolder` is told. */
export interface ImageFolderOptions {
  /**
   * What every picture becomes: cut to its middle of that aspect ratio, then resized. `[height, width]`, or one number for a
   * square. @default the size that all pictures have; an error where they differ
   */
  readonly imageSize?: number | readonly [height: number, width: number] | null;
  /** 1 is grey, 3 is red, green, blue. @default 1 if every picture is grey, else 3 */
  readonly channels?: 1 | 3 | null;
  /** The part of each class that becomes the test split, where the folder has no `test/`. @default 1/6 */
  readonly testSplit?: number;
  /** The test split and the order of the training rows are drawn from it. @default 0 */
  readonly seed?: number;
  /** The most pixels, width times height, that a picture may have. @default 64,000,000 */
  readonly maxPixels?: number;
  /** Leaves out pictures that cannot be read, and lists them in a warning, instead of refusing the folder. @default false */
  readonly skipUnreadable?: boolean;
  /** The data set's name. @default the folder's own */
  readonly name?: string;
  /** Where decoded pictures are kept for the next time; null keeps none. @default `pictures` in the user's cache */
  readonly cache?: string | null;
  /** Told as pictures are decoded; not at all where the cache has them. */
  readonly onProgress?: (progress: { readonly done: number; readonly of: number }) => void;
  /** Told what could not be done and changes nothing: a cache that cannot be written; and the files that were left out. */
  readonly onWarning?: (message: string) => void;
}

/** What the rows depend on: with the files' bytes, it is all that the cache goes by. */
export type FolderSettings = Omit<DatasetOrigin, 'folder'>;

const mostPixels = 4096;

/** @throws {CoreError} `invalid-argument`, naming the option, its value, and what is allowed */
export function resolveFolderOptions(options: ImageFolderOptions): FolderSettings {
  const {
    imageSize = null,
    channels = null,
    testSplit = 1 / 6,
    seed = 0,
    maxPixels,
    skipUnreadable,
  } = options;
  const size = typeof imageSize === 'number' ? ([imageSize, imageSize] as const) : imageSize;
  if (size && !size.every((side) => Number.isInteger(side) && side >= 1 && side <= mostPixels)) {
    throw invalid('imageSize', `whole numbers from 1 to ${mostPixels}`, size.join(','));
  }
  if (channels !== null && channels !== 1 && channels !== 3) throw invalid('channels', '1 or 3', channels);
  if (!(testSplit > 0 && testSplit < 1)) throw invalid('testSplit', 'a number between 0 and 1', testSplit);
  if (!Number.isSafeInteger(seed) || seed < 0) throw invalid('seed', 'a whole number from 0', seed);
  if (maxPixels !== undefined && !(maxPixels >= 1)) throw invalid('maxPixels', 'a number from 1', maxPixels);
  return {
    imageSize: size,
    channels,
    testSplit,
    seed,
    ...(maxPixels !== undefined && { maxPixels }),
    ...(skipUnreadable === true && { skipUnreadable }),
  };
}

function invalid(option: string, expected: string, found: unknown): CoreError {
  return new CoreError('invalid-argument', `image folder: ${option}: expected ${expected}, got ${found}`);
}
