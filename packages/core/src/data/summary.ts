// What is in a data set, in numbers.

import type { Dataset, Normalization, Split } from './dataset.ts';

/** Mean and standard deviation are those of the pixels / 255, a channel each: a {@link Normalization}. */
export interface SplitSummary extends Normalization {
  readonly count: number;
  /** Rows of each class, in the order of the data set's class names. */
  readonly classCounts: readonly number[];
}

/** Counts of classes, and the mean and standard deviation of the pixels, of both splits. */
export function summarizeDataset(dataset: Dataset): {
  readonly train: SplitSummary;
  readonly test: SplitSummary;
} {
  const [, , channels] = dataset.imageShape;
  const classes = dataset.classNames.length;
  return {
    train: summarizeSplit(dataset.train, channels, classes),
    test: summarizeSplit(dataset.test, channels, classes),
  };
}

/** See {@link summarizeDataset}. The moments of an empty split are NaN. */
export function summarizeSplit(split: Split, channels: number, classes: number): SplitSummary {
  const classCounts = new Array<number>(classes).fill(0);
  for (const label of split.labels) classCounts[label] = (classCounts[label] ?? 0) + 1;

  const histograms = Array.from({ length: channels }, () => new Float64Array(256));
  histograms.forEach((histogram, channel) => {
    for (let i = channel; i < split.images.length; i += channels) {
      const byte = split.images[i] as number;
      histogram[byte] = (histogram[byte] as number) + 1;
    }
  });
  const moments = histograms.map(momentsOf);
  return {
    count: split.count,
    classCounts,
    mean: moments.map(({ mean }) => mean),
    standardDeviation: moments.map(({ standardDeviation }) => standardDeviation),
  };
}

/** Exact sums: a histogram of bytes has whole numbers in it. */
function momentsOf(histogram: Float64Array): { mean: number; standardDeviation: number } {
  let count = 0;
  let sum = 0;
  let squares = 0;
  histogram.forEach((times, byte) => {
    count += times;
    sum += times * byte;
    squares += times * byte * byte;
  });
  const mean = sum / count;
  return { mean: mean / 255, standardDeviation: Math.sqrt(squares / count - mean * mean) / 255 };
}
