// A data set as bytes. The pixels live once, in a SharedArrayBuffer: structured clone hands a Dataset to any number of
// workers without a copy, and each worker makes its own float batches from it.

/** `[height, width, channels]` */
export type ImageShape = readonly [height: number, width: number, channels: number];

export interface Split {
  readonly count: number;
  /** `[count, height, width, channels]`, 0 … 255, over a SharedArrayBuffer. */
  readonly images: Uint8Array;
  /** `[count]`, class indices, over a SharedArrayBuffer. */
  readonly labels: Uint8Array;
}

export interface Dataset {
  readonly name: string;
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
  readonly train: Split;
  readonly test: Split;
  /** Hexadecimal SHA-256 over the decoded bytes: train images, train labels, test images, test labels. */
  readonly sha256: string;
}

/**
 * How bytes become a network's input: `(byte / 255 − mean[channel]) / standardDeviation[channel]`. Saved with a model,
 * so that prediction sees what training saw. The lecture's `X / 255` is mean 0, standard deviation 1.
 */
export interface Normalization {
  readonly mean: readonly number[];
  readonly standardDeviation: readonly number[];
}
