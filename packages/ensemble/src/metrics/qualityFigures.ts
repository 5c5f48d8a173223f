import type { SplitFigures } from '../events.ts';
import { brierScore } from './brier.ts';
import { expectedCalibrationError, reliabilityBins } from './reliability.ts';
import { splitFigures } from './splitFigures.ts';

/** How good probabilities are, as single numbers. */
export interface QualityFigures extends SplitFigures {
  /** 0 … 2; smaller is better. */
  readonly brier: number;
  /** Expected calibration error over 15 bins, 0 … 1; smaller is better. */
  readonly ece: number;
}

export const qualityNames = ['accuracy', 'nll', 'brier', 'ece'] as const satisfies (keyof QualityFigures)[];

/** `[count, classes]` against `[count]`. */
export function qualityFigures(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): QualityFigures {
  return {
    ...splitFigures(probabilities, labels, classes),
    brier: brierScore(probabilities, labels, classes),
    ece: expectedCalibrationError(reliabilityBins(probabilities, labels, classes)),
  };
}
