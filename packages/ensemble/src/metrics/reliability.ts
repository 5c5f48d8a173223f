// Whether probabilities mean what they say: of the rows that are predicted with 80%, four in five should be right.

import { argMax } from './argMax.ts';
import { confidences } from './confidence.ts';

/** The usual number of bins (Guo et al. 2017). */
export const RELIABILITY_BINS = 15;

/** One bar of a reliability diagram: rows whose confidence is above `from`, up to and including `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The mean of the rows' largest probabilities; null in an empty bin. */
  readonly confidence: number | null;
  /** The share of the rows that are right; null in an empty bin. */
  readonly accuracy: number | null;
}

/**
 * Rows by their confidence, in bins of equal width from 0 to 1: the reliability diagram of Guo et al., "On calibration
 * of modern neural networks" (2017).
 *
 * @param probabilities `[count, classes]`
 * @param labels `[count]`, class indices
 */
export function reliabilityBins(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
  bins: number = RELIABILITY_BINS,
): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, matches: 0 }));
  const predicted = argMax(probabilities, classes);
  for (const [n, confidence] of confidences(probabilities, classes).entries()) {
    // A sum of float32 can be a little above 1.
    const bin = sums[Math.min(bins, Math.max(1, Math.ceil(confidence * bins))) - 1];
    if (bin === undefined) continue;
    bin.count += 1;
    bin.confidence += confidence;
    bin.matches += predicted[n] === labels[n] ? 1 : 0;
  }
  return sums.map(({ count, confidence, matches }, b) => ({
    from: b / bins,
    to: (b + 1) / bins,
    count,
    confidence: count === 0 ? null : confidence / count,
    accuracy: count === 0 ? null : matches / count,
  }));
}

/**
 * Expected calibration error, 0 … 1: the distance between confidence and accuracy, averaged over the rows of all bins
 * (Naeini et al. 2015; Guo et al. 2017).
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
  let count = 0;
  let sum = 0;
  for (const bin of bins) {
    count += bin.count;
    sum += bin.count * Math.abs((bin.accuracy ?? 0) - (bin.confidence ?? 0));
  }
  return count === 0 ? 0 : sum / count;
}
