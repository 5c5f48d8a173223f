import type { SplitMetrics } from '../events.ts';
import { accuracy } from './accuracy.ts';
import { nll } from './nll.ts';

/** What is reported of predictions on a whole split: `[count, classes]` against `[count]`. */
export function splitMetrics(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): SplitMetrics {
  return {
    accuracy: accuracy(probabilities, labels, classes),
    nll: nll(probabilities, labels, classes),
  };
}
