// What can be said of a folder of pictures: flags of every command that reads one, in the same words.

import type { ImageFolderOptions } from '@convoy/core/node';
import { z } from 'zod';
import { usageError } from '../errors.ts';
import { flagOf } from '../options/flagOf.ts';
import { wholeNumber } from '../options/schemas.ts';

const sizeError = 'must be pixels, such as 64 or 96x64 (width x height)';
const channelsError = 'must be 1 (grey) or 3 (red, green, blue)';
const partError = 'must be a part of the pictures, above 0 and below 1, such as 0.2 or 1/6';

/** Pixels of one picture, `--max-pixels 108e6` too. */
export const maxPixelsSchema = wholeNumber(1, 2 ** 32);

/** Kept as they were typed where a run names its own command again. */
export const folderSchemas = {
  imageSize: z
    .preprocess(
      (value) => (typeof value === 'number' ? String(value) : value),
      z.string({ error: sizeError }).regex(/^\d+(x\d+)?$/, { error: sizeError }),
    )
    .optional(),
  channels: z
    .preprocess(
      (value) => (typeof value === 'string' ? Number(value) : value),
      z.literal([1, 3], { error: channelsError }),
    )
    .optional(),
  testSplit: z
    .preprocess(
      quotient,
      z.number({ error: partError }).gt(0, { error: partError }).lt(1, { error: partError }),
    )
    .optional(),
  splitSeed: wholeNumber(0, 2 ** 32 - 1).optional(),
  maxPixels: maxPixelsSchema.optional(),
  skipUnreadable: z.boolean({ error: 'must be true or false' }).optional(),
};

/** The values of {@link folderSchemas}, each absent or undefined where it was not given. */
export interface FolderValues {
  readonly imageSize?: string | undefined;
  readonly channels?: 1 | 3 | undefined;
  readonly testSplit?: number | undefined;
  readonly splitSeed?: number | undefined;
  readonly maxPixels?: number | undefined;
  readonly skipUnreadable?: boolean | undefined;
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
  const [width, height = width] = imageSize?.split('x').map(Number) ?? [];
  return {
    ...(width !== undefined && height !== undefined && { imageSize: [height, width] }),
    ...(channels !== undefined && { channels }),
    ...(testSplit !== undefined && { testSplit }),
    ...(splitSeed !== undefined && { seed: splitSeed }),
    ...(maxPixels !== undefined && { maxPixels }),
    ...(skipUnreadable !== undefined && { skipUnreadable }),
  };
}

/** @throws {CliError} of usage if something is said of a folder where the data set is none */
export function refuseFolderOptions(values: FolderValues, dataset: string): void {
  for (const key of [
    'imageSize',
    'channels',
    'testSplit',
    'splitSeed',
    'maxPixels',
    'skipUnreadable',
  ] as const) {
    if (values[key] === undefined) continue;
    throw usageError(
      `${flagOf(key)} is for a folder of pictures: ${dataset} is none`,
      `Leave it out, or name a folder: --dataset ./${dataset}`,
    );
  }
}

function quotient(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const [numerator, denominator = '1'] = value.split('/');
  return value.trim() === '' ? value : Number(numerator) / Number(denominator);
}
