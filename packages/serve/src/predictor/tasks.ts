// What crosses the border between the main thread and a prediction worker.

import type { ImageShape } from '@convoy/core';
import type { PreparedImage } from '@convoy/core/node';

/** What a worker is started with. */
export interface WorkerSetup {
  /** The file of the ensemble, shared by every worker. */
  readonly file: Uint8Array<SharedArrayBuffer>;
  /** Rows that one execution has room for. */
  readonly maxBatch: number;
  readonly backend: string;
  readonly abstainBelow: number;
  /** Of a picture, as its header declares them. */
  readonly maxPixels: number;
}

/** Rows of several requests, one after the other. */
export interface PredictTask {
  /** `[count, height, width, channels]`, pixel values 0 … 255. */
  readonly images: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
}

/** A batch's prediction, and how long its parts took, in microseconds. */
export interface PredictResult {
  /** As `pack` of `slices.ts` packs it. */
  readonly packed: Float32Array<ArrayBuffer>;
  readonly count: number;
  readonly inputMicroseconds: number;
  readonly inferMicroseconds: number;
}

/** A PNG, JPEG or WebP file. */
export interface Picture {
  readonly file: Uint8Array;
  /** Of the file, for errors. */
  readonly name: string;
}

/** A picture, or why it is none: what is wrong with a request is no failure of the worker. */
export type DecodeResult = { readonly image: PreparedImage } | { readonly refused: string };

/** An ensemble, as a worker loaded it. */
export interface ModelDescription {
  /** In the order of the labels. */
  readonly classNames: readonly string[];
  /** `[height, width, channels]` */
  readonly imageShape: ImageShape;
  /** The number of each member, in their order. */
  readonly members: readonly number[];
  readonly dataset: string;
  /** How the members' probabilities become the ensemble's, such as `mean`. */
  readonly combination: string;
  /** What the probabilities are calibrated with; 1 changes nothing. */
  readonly temperature: number;
  /** Of all members together; each worker holds one copy of them. */
  readonly weightBytes: number;
}
