import type { Split } from './dataset.ts';

/** What of a data set its hash is over, in order: train images, train labels, test images, test labels. */
export function digestedParts(splits: {
  readonly train: Split;
  readonly test: Split;
}): readonly Uint8Array[] {
  return [splits.train.images, splits.train.labels, splits.test.images, splits.test.labels];
}
