// Options of image folders: the flags of every command that reads one.

import type { ImageFolderOptions } from '@convoy/core/node';
import {
  fraction,
  type Kind,
  keysOf,
  type OptionTable,
  optional,
  wholeNumber,
  yesOrNo,
} from '@convoy/ensemble/options';
import { usageError } from '../errors.ts';
import { flagOf } from '../options/flagOf.ts';

/** Kept as it was typed where a run names its own command again. */
const sizes: Kind<string | number> = {
  expected: 'pixels, such as 64 or 96x64 (width x height)',
  is: (value): value is string | number => /^[1-9]\d*(x[1-9]\d*)?$/.test(String(value)),
};

const channelCounts: Kind<1 | 3> = {
  expected: '1 (gray) or 3 (red, green, blue)',
  is: (value): value is 1 | 3 => value === 1 || value === 3,
  names: ['1', '3'],
  read: (given) => (given === '1' || given === '3' ? Number(given) : given),
};

/** Pixels of one image; `108e6` is a whole number too. */
export const pixelCounts = wholeNumber(1, 2 ** 32);

export const folderOptions = {
  imageSize: optional({
    kind: sizes,
    determines: 'ensemble',
    group: 'Image folders',
    flag: ['--image-size <pixels>', 'resize every image to 64 or 96x64 pixels (default: their own size)'],
  }),
  channels: optional({
    kind: channelCounts,
    determines: 'ensemble',
    group: 'Image folders',
    flag: ['--channels <n>', '1 for gray, 3 for color (default: 1 if every image is gray)'],
  }),
  testSplit: optional({
    kind: fraction('above 0'),
    determines: 'ensemble',
    group: 'Image folders',
    flag: ['--test-split <part>', 'part to test on, of a folder without train and test (default: 1/6)'],
  }),
  splitSeed: optional({
    kind: wholeNumber(0, 2 ** 32 - 1),
    determines: 'ensemble',
    group: 'Image folders',
    flag: ['--split-seed <n>', 'seed of the choice of test images (default: 0)'],
  }),
  maxPixels: optional({
    kind: pixelCounts,
    determines: 'none',
    group: 'Image folders',
    flag: ['--max-pixels <n>', 'refuse images of more pixels (default: 64e6)'],
  }),
  skipUnreadable: optional({
    kind: yesOrNo,
    determines: 'ensemble',
    group: 'Image folders',
    flag: ['--skip-unreadable', 'leave out images that cannot be read, and list them'],
  }),
} satisfies OptionTable;

/** The values of {@link folderOptions}, each absent or null where it was not given. */
export interface FolderValues {
  readonly imageSize?: string | number | null;
  readonly channels?: 1 | 3 | null;
  readonly testSplit?: number | null;
  readonly splitSeed?: number | null;
  readonly maxPixels?: number | null;
  readonly skipUnreadable?: boolean | null;
}

/** As the library takes them. */
export function imageFolderOptions({
  imageSize,
  channels,
  testSplit,
  splitSeed,
  maxPixels,
  skipUnreadable,
}: FolderValues): ImageFolderOptions {
  const [width, height = width] = imageSize == null ? [] : String(imageSize).split('x').map(Number);
  return {
    ...(width !== undefined && height !== undefined && { imageSize: [height, width] }),
    ...(channels != null && { channels }),
    ...(testSplit != null && { testSplit }),
    ...(splitSeed != null && { seed: splitSeed }),
    ...(maxPixels != null && { maxPixels }),
    ...(skipUnreadable != null && { skipUnreadable }),
  };
}

/** @throws {CliError} of usage if something is said of a folder where the data set is none */
export function refuseFolderOptions(values: FolderValues, dataset: string): void {
  for (const key of keysOf(folderOptions)) {
    if (values[key] == null) continue;
    throw usageError(
      `${flagOf(key)} applies only to image folders; ${dataset} is a built-in dataset`,
      `Leave it out, or name a folder: --dataset ./${dataset}`,
    );
  }
}
