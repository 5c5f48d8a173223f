import type { SplitMetrics } from '../events.ts';
import { brierScore } from './brier.ts';
import { expectedCalibrationError, reliabilityBins } from './reliability.ts';
import { splitMetrics } from './splitMetrics.ts';

/** How good probabilities are, as single numbers. */
export interface QualityMetrics extends SplitMetrics {
  /** 0 … 2; smaller is better. */
  readonly brier: number;
  /** Expected calibration error over 15 bins, 0 … 1; smaller is better. */
  readonly ece: number;
}

export const qualityNames = ['accuracy', 'nll', 'brier', 'ece'] as const satisfies (keyof QualityMetrics)[];

/** `[count, classes]` against `[count]`. */
export function qualityMetrics(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): QualityMetrics {
  return {
    ...splitMetrics(probabilities, labels, classes),
    brier: brierScore(probabilities, labels, classes),
    ece: expectedCalibrationError(reliabilityBins(probabilities, labels, classes)),
  };
}
