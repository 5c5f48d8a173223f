// CIFAR-10: photographs of ten kinds of things, 32×32 in colour. A. Krizhevsky, "Learning Multiple Layers of Features
// from Tiny Images", 2009. The binary version's record is 1 label byte, then the red, the green and the blue plane.

import { CoreError } from '../errors.ts';
import type { DatasetFacts, Split } from './dataset.ts';
import { emptySplit, requireLabels } from './split.ts';

export const cifar10Facts = {
  name: 'cifar10',
  description: 'CIFAR-10: photographs of ten kinds of things, 32×32 in colour, 50,000 + 10,000 images',
  imageShape: [32, 32, 3],
  classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  kind: 'pictures',
} as const satisfies DatasetFacts;

/** In the order of the labels. */
export const cifar10ClassNames: readonly string[] = cifar10Facts.classNames;

const plane = 32 * 32;
const channels = 3;
const recordBytes = 1 + channels * plane;

/**
 * One batch file of CIFAR-10's binary version; the planes come out channels-last, `[count, 32, 32, 3]`.
 * @throws {CoreError} `invalid-data` if it is no whole number of records, or a label is no class.
 */
export function parseCifar10Batch(bytes: Uint8Array, where = 'cifar10 batch'): Split {
  return parseCifar10Batches([{ bytes, where }]);
}

/** Several batch files, one after the other, as one split. */
export function parseCifar10Batches(
  batches: readonly { readonly bytes: Uint8Array; readonly where: string }[],
): Split {
  for (const { bytes, where } of batches) {
    if (bytes.length === 0 || bytes.length % recordBytes !== 0) {
      throw new CoreError(
        'invalid-data',
        `${where}: expected records of ${recordBytes} bytes, found ${bytes.length} bytes, ` +
          `${bytes.length % recordBytes} too many`,
      );
    }
  }
  const count = batches.reduce((sum, { bytes }) => sum + bytes.length / recordBytes, 0);
  const split = emptySplit(count, cifar10Facts.imageShape);
  let row = 0;
  for (const { bytes, where } of batches) {
    const first = row;
    for (let record = 0; record < bytes.length; record += recordBytes, row++) {
      split.labels[row] = bytes[record] as number;
      interleave(bytes, record + 1, split.images, row * channels * plane);
    }
    requireLabels(split.labels.subarray(first, row), cifar10ClassNames.length, where);
  }
  return split;
}

/** Copies one image from three planes to pixels of three channels. */
function interleave(planes: Uint8Array, from: number, pixels: Uint8Array, to: number): void {
  for (let pixel = 0; pixel < plane; pixel++) {
    const at = to + channels * pixel;
    pixels[at] = planes[from + pixel] as number;
    pixels[at + 1] = planes[from + plane + pixel] as number;
    pixels[at + 2] = planes[from + 2 * plane + pixel] as number;
  }
}
