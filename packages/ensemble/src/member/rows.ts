// Which rows of a dataset a run uses, as ranges, and the rows themselves.

import type { Dataset, Split } from '@convoy/core';
import { checkDataset } from '@convoy/core/internal';
import { EnsembleError } from '../errors.ts';
import type { RunConfiguration } from '../options/configuration.ts';
import { subsetSeed } from './seeds.ts';
import type { DataSpec, RowRange, RowSubset } from './spec.ts';
import { stratifiedRows } from './stratifiedRows.ts';

/** The bytes of a dataset, which an executor has where it trains. */
export type DatasetRows = Pick<Dataset, 'train' | 'test' | 'sha256'>;

/** The rows of a run. They share their memory with the dataset, but for a subset of the training rows. */
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
 * @param subset rows to train on of those that are left; all of them if it is not given
 * @throws {CoreError} if images or labels are not those of a dataset
 * @throws {EnsembleError} `invalid-option` if no row is left to train on, or fewer than the subset needs
 */
export function planRows(dataset: Dataset, validationSplit: number, subset?: RowSubset): DataSpec {
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
  if (subset !== undefined && subset.count > kept) {
    throw new EnsembleError(
      'invalid-option',
      `trainCount: expected a whole number from 1 to ${kept}, the training images without those for validation, got ${subset.count}`,
    );
  }
  return {
    sha256,
    classes: classNames.length,
    train: [0, kept],
    ...(subset && { subset }),
    validation: kept < train.count ? [kept, train.count] : null,
    test: [0, test.count],
  };
}

/** The rows of a run of this configuration. */
export function planRowsFor(
  dataset: Dataset,
  { seed, validationSplit, trainCount }: Pick<RunConfiguration, 'seed' | 'validationSplit' | 'trainCount'>,
): DataSpec {
  const subset = trainCount === undefined ? undefined : { count: trainCount, seed: subsetSeed(seed) };
  return planRows(dataset, validationSplit, subset);
}

/** The images that a run was trained and validated on, from its configuration. */
export function rowsOfRun(dataset: Dataset, configuration: RunConfiguration): TrainingData {
  return rowsOf(dataset, planRowsFor(dataset, configuration));
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
  const train = rows(dataset.train, spec.train);
  return {
    train: spec.subset === undefined ? train : subsetOf(train, spec.subset),
    validation: spec.validation && rows(dataset.train, spec.validation),
    test: rows(dataset.test, spec.test),
    classes: spec.classes,
  };
}

/** How many rows a range holds; 0 for none. */
export function countOf(range: RowRange | null): number {
  return range === null ? 0 : range[1] - range[0];
}

/** How many images a member is trained on. */
export function trainingCount({ train, subset }: DataSpec): number {
  return subset?.count ?? countOf(train);
}

function subsetOf({ count, images, labels }: Split, subset: RowSubset): Split {
  const size = images.length / count;
  const chosen = stratifiedRows(labels, subset);
  const taken = new Uint8Array(chosen.length * size);
  chosen.forEach((row, at) => {
    taken.set(images.subarray(row * size, (row + 1) * size), at * size);
  });
  return { count: chosen.length, images: taken, labels: Uint8Array.from(chosen, (row) => labels[row] ?? 0) };
}

function rows(split: Split, [from, to]: RowRange): Split {
  const size = split.images.length / split.count;
  return {
    count: to - from,
    images: split.images.subarray(from * size, to * size),
    labels: split.labels.subarray(from, to),
  };
}
