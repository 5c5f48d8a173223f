// What every importer gives: networks with weights, and what else the file says.

import type { Normalization, SequentialConfig, Weights } from '@convoy/core';
import type { Combination } from '@convoy/ensemble';

/** A network that was read from a file. */
export interface ImportedNetwork {
  readonly model: SequentialConfig;
  readonly weights: Weights;
}

/** All that a file says. */
export interface Imported {
  /** At least one. */
  readonly networks: readonly ImportedNetwork[];
  /** Null where the file names no classes. */
  readonly classNames: readonly string[] | null;
  /** Null where the file says nothing of it. */
  readonly combination: Combination | null;
}

/** Options for the importers. */
export interface ImportOptions {
  /**
   * How bytes become the network's input, for networks that do not do it themselves.
   * @default byte / 255
   */
  readonly normalization?: Normalization;
  /**
   * The largest pixel value that the network was made for, where it scales its input itself: 255 for bytes, 1 for
   * bytes / 255.
   * @default 255 if it divides by 10 or more, else 1
   */
  readonly pixelRange?: 1 | 255;
}
