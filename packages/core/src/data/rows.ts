// The rows that a model is trained on, evaluated on or predicts, and the checks that they pass first.

import { sizeOf } from '@convoy/kernels/internal';
import { CoreError } from '../errors.ts';
import type { ImageShape } from './dataset.ts';

/**
 * `[count, height, width, channels]`. Bytes (0 … 255, clamped ones as from a canvas too) are normalized as the model's
 * configuration says; floats are taken as they are, as the network's input.
 */
export type Images = Uint8Array | Uint8ClampedArray | Float32Array;

/** `[count]`, class indices. */
export type Labels = Uint8Array | Int32Array | readonly number[];

/** A `Split` of a dataset is one. */
export interface Rows {
  readonly images: Images;
  readonly labels: Labels;
}

/** Images whose type, size and values have been checked. */
export type CheckedImages = Uint8Array | Float32Array;

/** Rows that have been checked. */
export interface CheckedRows {
  readonly images: CheckedImages;
  readonly labels: Labels;
  readonly count: number;
}

/**
 * Checks images: their type decides what their values mean, so only types that say it are taken.
 * @param where What errors begin with, if anything.
 * @returns The same values, not copied, as bytes or floats; `count` says how many images there are.
 * @throws {CoreError} `invalid-argument` for another type; `wrong-shape` if the values are not whole images;
 *   `invalid-data` for a float that is NaN or infinite.
 */
export function checkImages(
  images: Images,
  imageShape: ImageShape,
  where?: string,
): { readonly images: CheckedImages; readonly count: number } {
  const prefix = where === undefined ? '' : `${where}: `;
  const checked = asBytesOrFloats(images, prefix);
  const size = sizeOf(imageShape);
  const count = checked.length / size;
  if (!Number.isInteger(count) || count === 0) {
    throw new CoreError(
      'wrong-shape',
      `${prefix}images: expected one or more of [${imageShape.join(', ')}], ${size} values each, found ${checked.length} values`,
    );
  }
  if (checked instanceof Float32Array) requireFinite(checked, size, prefix);
  return { images: checked, count };
}

/**
 * Checks images, labels, and that they fit each other.
 * @throws {CoreError} as `checkImages`, and if a label is missing or is no class of the model.
 */
export function checkRows(
  { images: given, labels }: Rows,
  imageShape: ImageShape,
  classes: number,
  where?: string,
): CheckedRows {
  const prefix = where === undefined ? '' : `${where}: `;
  const { images, count } = checkImages(given, imageShape, where);
  if (labels?.length !== count) {
    throw new CoreError(
      'wrong-shape',
      `${prefix}labels: expected one for each of ${count} images, found ${labels?.length ?? 'none'}`,
    );
  }
  const wrong = labels.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (wrong !== -1) {
    throw new CoreError(
      'invalid-data',
      `${prefix}label of row ${wrong}: expected a class from 0 to ${classes - 1}, found ${labels[wrong]}`,
    );
  }
  return { images, labels, count };
}

/** Rows `from` up to, not including, `to`; views where the rows are typed arrays. */
export function sliceRows(
  { images, labels }: CheckedRows,
  imageShape: ImageShape,
  from: number,
  to: number,
): CheckedRows {
  const size = sizeOf(imageShape);
  return {
    images: images.subarray(from * size, to * size),
    labels: 'subarray' in labels ? labels.subarray(from, to) : labels.slice(from, to),
    count: to - from,
  };
}

function asBytesOrFloats(images: Images, prefix: string): CheckedImages {
  if (images instanceof Uint8Array || images instanceof Float32Array) return images;
  // By its tag: an array of another realm, such as a frame's, is no instance of this realm's class.
  const type = typeNameOf(images);
  if (type === 'Uint8ClampedArray' || type === 'Uint8Array') {
    return new Uint8Array(images.buffer, images.byteOffset, images.length);
  }
  if (type === 'Float32Array') return new Float32Array(images.buffer, images.byteOffset, images.length);
  throw new CoreError(
    'invalid-argument',
    `${prefix}images: expected a Uint8Array of pixel values 0 to 255, or a Float32Array of values that are normalized already, ` +
      `got ${type}. Convert pixel values with Uint8Array.from(images)`,
  );
}

function typeNameOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

function requireFinite(values: Float32Array, size: number, prefix: string): void {
  let wrong = 0;
  // A loop: findIndex calls a function per value, which would cost as much as a small network.
  while (wrong < values.length && Number.isFinite(values[wrong])) wrong++;
  if (wrong === values.length) return;
  throw new CoreError(
    'invalid-data',
    `${prefix}image ${Math.floor(wrong / size)}: expected finite numbers, found ${values[wrong]} at value ${wrong % size}`,
  );
}
