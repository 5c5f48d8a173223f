// Which rows of a dataset a run uses, as ranges, and the rows themselves.

import type { Dataset, Split } from '@convoy/core';
import { checkDataset } from '@convoy/core/internal';
import { EnsembleError } from '../errors.ts';
import type { DataSpec, RowRange } from './spec.ts';

/** The bytes of a dataset, which an executor has where it trains. */
export type DatasetRows = Pick<Dataset, 'train' | 'test' | 'sha256'>;

/** The rows of a run. They share their memory with the dataset. */
export interface TrainingData {
  readonly train: Split;
  /** The rows set aside; null if there are none. */
  readonly validation: Split | null;
  readonly test: Split;
  readonly classes: number;
}

/**
 * The last `validationSplit` of the training rows are set aside before anything is shuffled, as Keras does. If the dataset
 * names its own validation rows, those are set aside for any split above 0.
 * @throws {CoreError} if images or labels are not those of a dataset
 * @throws {EnsembleError} `invalid-option` if no row is left to train on
 */
export function planRows(dataset: Dataset, validationSplit: number): DataSpec {
  checkDataset(dataset);
  const { train, test, classNames, sha256, validationCount } = dataset;
  // Keras's rule for the first row of the validation part.
  const part = Math.floor(train.count * (1 - validationSplit));
  const kept = validationSplit > 0 ? train.count - (validationCount ?? train.count - part) : part;
  if (kept < 1) {
    throw new EnsembleError(
      'invalid-option',
      `validationSplit: ${validationSplit} of ${train.count} training images leaves none to train on. Set less aside`,
    );
  }
  return {
    sha256,
    classes: classNames.length,
    train: [0, kept],
    validation: kept < train.count ? [kept, train.count] : null,
    test: [0, test.count],
  };
}

/**
 * The rows that a specification names.
 * @throws {EnsembleError} `run-changed` if the dataset is another one
 */
export function rowsOf(dataset: DatasetRows, spec: DataSpec): TrainingData {
  if (dataset.sha256 !== spec.sha256) {
    throw new EnsembleError(
      'run-changed',
      `dataset: expected the one with SHA-256 ${spec.sha256}, got ${dataset.sha256}`,
    );
  }
  return {
    train: rows(dataset.train, spec.train),
    validation: spec.validation && rows(dataset.train, spec.validation),
    test: rows(dataset.test, spec.test),
    classes: spec.classes,
  };
}

/** How many rows a range holds; 0 for none. */
export function countOf(range: RowRange | null): number {
  return range === null ? 0 : range[1] - range[0];
}

function rows(split: Split, [from, to]: RowRange): Split {
  const size = split.images.length / split.count;
  return {
    count: to - from,
    images: split.images.subarray(from * size, to * size),
    labels: split.labels.subarray(from, to),
  };
}
