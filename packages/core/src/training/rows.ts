// The rows that a model is trained on, evaluated on or predicts.

import { sizeOf } from '@convoy/kernels';
import type { ImageShape } from '../data/dataset.ts';
import { CoreError } from '../errors.ts';

/**
 * `[count, height, width, channels]`. Bytes (0 … 255) are normalized as the model's configuration says; floats are taken
 * as they are, as the network's input.
 */
export type Images = Uint8Array | Float32Array;

/** `[count]`, class indices. */
export type Labels = Uint8Array | Int32Array | readonly number[];

/** A `Split` of a data set is one. */
export interface Rows {
  readonly images: Images;
  readonly labels: Labels;
}

/**
 * How many images there are.
 * @throws {CoreError} `wrong-shape` if the values are not whole images.
 */
export function countImages(images: Images, imageShape: ImageShape): number {
  const size = sizeOf(imageShape);
  const count = images.length / size;
  if (!Number.isInteger(count) || count === 0) {
    throw new CoreError(
      'wrong-shape',
      `images: expected one or more of [${imageShape.join(', ')}], ${size} values each, found ${images.length} values`,
    );
  }
  return count;
}

/**
 * How many rows there are.
 * @throws {CoreError} if images and labels do not fit each other, or a label is no class of the model.
 */
export function countRows({ images, labels }: Rows, imageShape: ImageShape, classes: number): number {
  const count = countImages(images, imageShape);
  if (labels.length !== count) {
    throw new CoreError(
      'wrong-shape',
      `expected a label for each of ${count} images, found ${labels.length}`,
    );
  }
  const wrong = labels.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (wrong !== -1) {
    throw new CoreError(
      'invalid-data',
      `label of row ${wrong}: expected a class from 0 to ${classes - 1}, found ${labels[wrong]}`,
    );
  }
  return count;
}

/** Rows `from` up to, not including, `to`; views where the rows are typed arrays. */
export function sliceRows({ images, labels }: Rows, imageShape: ImageShape, from: number, to: number): Rows {
  const size = sizeOf(imageShape);
  return {
    images: images.subarray(from * size, to * size),
    labels: 'subarray' in labels ? labels.subarray(from, to) : labels.slice(from, to),
  };
}
