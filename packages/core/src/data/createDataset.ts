// Datasets from plain arrays, whatever they were read from.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { CoreError } from '../errors.ts';
import { readOptions } from '../layers/options.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import type { Dataset, ImageShape, Split } from './dataset.ts';
import { digestedParts } from './digest.ts';
import { checkRows, type Rows } from './rows.ts';
import { emptySplit } from './split.ts';

/** Options for `createDataset`. */
export interface DatasetOptions extends Rows {
  /** `[height, width, channels]` of the images. */
  readonly imageShape: ImageShape;
  /** In the order of the labels; their number is the number of classes. */
  readonly classNames: readonly string[];
  /** Rows that are not trained on. @default a part of each class, see `testSplit` */
  readonly test?: Rows;
  /** The share of each class that becomes the test split, at least one row of it; not with `test`. @default 1/6 */
  readonly testSplit?: number;
  /** The test split and the order of the training rows are drawn from it; not with `test`. @default 0 */
  readonly seed?: number;
  /** @default 'dataset' */
  readonly name?: string;
}

const optionNames = [
  'images',
  'labels',
  'imageShape',
  'classNames',
  'test',
  'testSplit',
  'seed',
  'name',
] as const satisfies readonly (keyof DatasetOptions)[];

/** Labels are bytes. */
const mostClasses = 256;

/**
 * A dataset from images and labels in memory, checked and copied into memory that workers share. Images are bytes from 0
 * to 255, or floats from 0 to 1, which are scaled to bytes and rounded.
 *
 * Without `test`, a part of each class is set aside, and the training rows are put into random order, because
 * `validationSplit` takes the last of them.
 * @throws {CoreError} `invalid-argument`, `wrong-shape` or `invalid-data`, naming the option or the row that is wrong.
 * @example
 * const dataset = createDataset({ images, labels, imageShape: [28, 28, 1], classNames: ['cat', 'dog'] });
 * await trainEnsemble({ dataset, model: 'lecture-cnn', members: 3 });
 */
export function createDataset(options: DatasetOptions): Dataset {
  const label = 'createDataset';
  const read = readOptions(label, options, optionNames, 'invalid-argument');
  const { images, labels, imageShape, classNames, test, name = 'dataset' } = options;
  if (!isShape(imageShape)) throw read.error('imageShape', '[height, width, channels], such as [28, 28, 1]');
  if (!isNames(classNames)) {
    throw read.error('classNames', `2 to ${mostClasses} names that differ, in the order of the labels`);
  }
  if (typeof name !== 'string' || name === '') throw read.error('name', 'a name');
  const classes = classNames.length;
  const all = createSplit({ images, labels }, imageShape, classes, `${label}: training`);
  let splits = { train: all, test: all };
  if (test === undefined) {
    const testSplit = read.number('testSplit', 'a number between 0 and 1', (s) => s > 0 && s < 1, 1 / 6);
    splits = setAside(all, imageShape, testSplit, options.seed ?? 0);
    if (splits.test.count === 0) throw read.error('labels', 'a class of two rows or more, to set one aside');
  } else {
    const given = (['testSplit', 'seed'] as const).find((option) => options[option] !== undefined);
    if (given !== undefined) throw read.error(given, 'nothing, because test is given');
    splits = { train: all, test: createSplit(test, imageShape, classes, `${label}: test`) };
  }
  const hash = sha256.create();
  for (const part of digestedParts(splits)) hash.update(part);
  return { name, imageShape, classNames, ...splits, sha256: bytesToHex(hash.digest()) };
}

/**
 * Rows as a split: bytes, in memory that workers share.
 * @param where What errors begin with.
 * @throws {CoreError} if the rows are wrong, or floats are not from 0 to 1.
 */
export function createSplit(rows: Rows, imageShape: ImageShape, classes: number, where: string): Split {
  const { images, labels, count } = checkRows(rows, imageShape, classes, where);
  const split = emptySplit(count, imageShape);
  split.labels.set(labels);
  if (images instanceof Uint8Array) split.images.set(images);
  else writeScaled(split.images, images, where);
  return split;
}

function writeScaled(target: Uint8Array, floats: Float32Array, where: string): void {
  for (let i = 0; i < floats.length; i++) {
    const value = floats[i] as number;
    if (!(value >= 0 && value <= 1)) {
      throw new CoreError(
        'invalid-data',
        `${where}: images: expected floats from 0 to 1, which are scaled to bytes, got ${value} at value ${i}. ` +
          'Give pixel values from 0 to 255 as a Uint8Array',
      );
    }
    target[i] = Math.round(value * 255);
  }
}

/** A part of each class, at least one row and never its last, and the others in random order. */
function setAside(
  split: Split,
  imageShape: ImageShape,
  share: number,
  seed: number,
): { readonly train: Split; readonly test: Split } {
  const shuffled = (rows: readonly number[], ...purpose: readonly (string | number)[]) => {
    const order = createGenerator(deriveSeed(seed, 'dataset', ...purpose)).permutation(rows.length);
    return Array.from(order, (place) => rows[place] as number);
  };
  const classes = new Map<number, number[]>();
  split.labels.forEach((label, row) => {
    const rows = classes.get(label);
    if (rows === undefined) classes.set(label, [row]);
    else rows.push(row);
  });
  const test: number[] = [];
  const train: number[] = [];
  for (const [label, rows] of [...classes].sort(([a], [b]) => a - b)) {
    const count = Math.min(rows.length - 1, Math.max(1, Math.round(rows.length * share)));
    const drawn = shuffled(rows, 'test', label);
    test.push(...drawn.slice(0, count));
    train.push(...drawn.slice(count));
  }
  return {
    train: rowsOf(split, imageShape, shuffled(train, 'order')),
    test: rowsOf(split, imageShape, test),
  };
}

function rowsOf({ images, labels }: Split, imageShape: ImageShape, rows: readonly number[]): Split {
  const chosen = emptySplit(rows.length, imageShape);
  const size = images.length / labels.length;
  rows.forEach((row, place) => {
    chosen.images.set(images.subarray(row * size, (row + 1) * size), place * size);
    chosen.labels[place] = labels[row] as number;
  });
  return chosen;
}

function isShape(value: unknown): value is ImageShape {
  const isExtent = (extent: unknown) => Number.isSafeInteger(extent) && Number(extent) > 0;
  return Array.isArray(value) && value.length === 3 && value.every(isExtent);
}

function isNames(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length >= 2 &&
    value.length <= mostClasses &&
    value.every((name) => typeof name === 'string' && name !== '') &&
    new Set(value).size === value.length
  );
}
