import type { ClassMetrics } from './classMetrics.ts';

/** Every class counts the same, however many rows it has. */
export interface MacroAverages {
  /** The mean recall of the classes that have rows (Brodersen et al. 2010); null without rows. */
  readonly balancedAccuracy: number | null;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

/**
 * Means over classes, as scikit-learn's `average='macro'` takes them: a class that is never predicted has precision 0, one that
 * is predicted and has no rows has recall 0, and one that is neither does not count.
 */
export function macroAverages(classes: readonly ClassMetrics[]): MacroAverages {
  // F1 is of nothing where there are neither rows nor predictions.
  const counted = classes.filter(({ f1 }) => f1 !== null);
  return {
    balancedAccuracy: mean(classes.flatMap(({ recall }) => recall ?? [])),
    precision: mean(counted.map(({ precision }) => precision ?? 0)),
    recall: mean(counted.map(({ recall }) => recall ?? 0)),
    f1: mean(counted.map(({ f1 }) => f1 ?? 0)),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
