// A data set as bytes. The pixels live once, in a SharedArrayBuffer: structured clone hands a Dataset to any number of
// workers without a copy, and each worker makes its own float batches from it.

import type { ImageShape } from '../images/pixels.ts';

export type { ImageShape };

/**
 * What the pictures show, which says how others are made to look like them. `digits` are light ink on black, scaled and
 * centered as MNIST's are; `pictures` are taken as they are.
 */
export type DatasetKind = 'digits' | 'pictures';

/** What is known of a dataset without reading it. */
export interface DatasetFacts {
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  /** `[height, width, channels]`: a model's table needs no download. */
  readonly imageShape: ImageShape;
  /** In the order of the labels. */
  readonly classNames: readonly string[];
  readonly kind: DatasetKind;
}

/** Images and their labels, row by row. */
export interface Split {
  readonly count: number;
  /** `[count, height, width, channels]`, 0 … 255, over a SharedArrayBuffer. */
  readonly images: Uint8Array;
  /** `[count]`, class indices, over a SharedArrayBuffer. */
  readonly labels: Uint8Array;
}

/**
 * Where a data set of one's own was read from, and how: enough to read it again
 * with `loadImageFolder(origin.folder, origin)`.
 */
export interface DatasetOrigin {
  /** Absolute. */
  readonly folder: string;
  /** Null is the size that all pictures have. */
  readonly imageSize: readonly [height: number, width: number] | null;
  /** Null is 1 if every picture is grey, else 3. */
  readonly channels: 1 | 3 | null;
  readonly testSplit: number;
  readonly seed: number;
  /** The most pixels of a picture, where it is not as by default. */
  readonly maxPixels?: number;
  /** Where pictures that could not be read were left out. */
  readonly skipUnreadable?: true;
}

/** Images with their classes, and what they are called. */
export interface Dataset {
  readonly name: string;
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
  readonly train: Split;
  readonly test: Split;
  /** How many of the last training rows are validation rows, where the dataset says which they are. */
  readonly validationCount?: number;
  /** Hexadecimal SHA-256 over the decoded bytes: train images, train labels, test images, test labels. */
  readonly sha256: string;
  /** Only of a data set that was read from a folder of pictures. */
  readonly origin?: DatasetOrigin;
}

/**
 * How bytes become a network's input: `(byte / 255 − mean[channel]) / standardDeviation[channel]`. Saved with a model,
 * so that prediction sees what training saw. The lecture's `X / 255` is mean 0, standard deviation 1.
 */
export interface Normalization {
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
}
