// The data set as all workers see it.

import type { Dataset, Split } from '@convoy/core';
import { EnsembleError } from '../errors.ts';
import type { TrainingData } from './job.ts';

/**
 * The rows of a run: the last `validationSplit` of the training rows are set aside before anything is shuffled, as
 * Keras does; where the dataset says which rows to validate on, these, for any split above 0. Bytes that are not shared yet are copied to shared memory, once.
 * @throws {EnsembleError} if no row is left to train on
 */
export function shareData(dataset: Dataset, validationSplit: number): TrainingData {
  const train = share(dataset.train);
  // Keras's rule for the first row of the validation part.
  const part = Math.floor(train.count * (1 - validationSplit));
  const kept = validationSplit > 0 ? train.count - (dataset.validationCount ?? train.count - part) : part;
  if (kept < 1) {
    throw new EnsembleError(
      'invalid-option',
      `validationSplit: ${validationSplit} of ${train.count} training images leaves none to train on. Set less aside`,
    );
  }
  return {
    train: rows(train, 0, kept),
    validation: kept < train.count ? rows(train, kept, train.count) : null,
    test: share(dataset.test),
    classes: dataset.classNames.length,
    sha256: dataset.sha256,
  };
}

function rows(split: Split, from: number, to: number): Split {
  const size = split.images.length / split.count;
  return {
    count: to - from,
    images: split.images.subarray(from * size, to * size),
    labels: split.labels.subarray(from, to),
  };
}

function share(split: Split): Split {
  return { count: split.count, images: shareBytes(split.images), labels: shareBytes(split.labels) };
}

function shareBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}
