import { argMax } from './argMax.ts';
import { confidences } from './confidence.ts';

/** What is gained by not answering where the ensemble is unsure. */
export interface RejectPoint {
  /** Rows with a confidence of at least this are answered: what `abstainBelow` would be. */
  readonly threshold: number;
  /** The share of rows that are answered. */
  readonly coverage: number;
  readonly answered: number;
  readonly errors: number;
  /** The share of the answered rows that are right. */
  readonly accuracy: number;
}

/**
 * Accuracy against coverage as the least confident rows are left out, from all rows down to about the surest hundredth,
 * in steps of a hundredth (El-Yaniv and Wiener 2010; Geifman and El-Yaniv 2017). Rows of equal confidence go
 * together, so that each point is what its threshold really does.
 *
 * @param probabilities `[count, classes]`
 * @param labels `[count]`, class indices
 */
export function rejectCurve(
  probabilities: Float32Array,
  labels: ArrayLike<number>,
  classes: number,
): RejectPoint[] {
  const confidence = confidences(probabilities, classes);
  const predicted = argMax(probabilities, classes);
  const count = confidence.length;
  const surestFirst = Uint32Array.from(confidence.keys()).sort(
    (a, b) => (confidence[b] as number) - (confidence[a] as number),
  );
  const points: RejectPoint[] = [];
  let answered = 0;
  let errors = 0;
  for (let percent = 1; percent <= 100; percent++) {
    const wanted = Math.ceil((count * percent) / 100);
    if (wanted <= answered) continue;
    const threshold = confidence[surestFirst[wanted - 1] as number] as number;
    for (; answered < count; answered++) {
      const row = surestFirst[answered] as number;
      if ((confidence[row] as number) < threshold) break;
      if (predicted[row] !== labels[row]) errors++;
    }
    points.push({ threshold, coverage: answered / count, answered, errors, accuracy: 1 - errors / answered });
  }
  return points.reverse();
}
