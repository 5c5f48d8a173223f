import { CoreError } from '../errors.ts';
import type { ImageShape, Split } from './dataset.ts';
import { sharedBytes } from './sharedBytes.ts';

/**
 * A split of `count` black images of class 0, to be filled.
 * @throws {CoreError} `invalid-argument` if `count` is not a whole number from 0.
 */
export function emptySplit(count: number, [height, width, channels]: ImageShape): Split {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new CoreError('invalid-argument', `number of images: expected a whole number from 0, got ${count}`);
  }
  return { count, images: sharedBytes(count * height * width * channels), labels: sharedBytes(count) };
}

/** @throws {CoreError} `invalid-data`, naming the first row whose label is no class. */
export function requireLabels(labels: Uint8Array, classes: number, where: string): void {
  const row = labels.findIndex((label) => label >= classes);
  if (row >= 0) {
    throw new CoreError(
      'invalid-data',
      `${where}: label ${labels[row]} in row ${row}, expected 0 to ${classes - 1}`,
    );
  }
}
