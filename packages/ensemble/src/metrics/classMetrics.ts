/** How well one class is told from the others. Null is a share of nothing. */
export interface ClassMetrics {
  /** Its place among the classes. */
  readonly label: number;
  /** Rows of the class. */
  readonly support: number;
  /** Of the rows that were taken for the class, the share that are of it. */
  readonly precision: number | null;
  /** Of the rows of the class, the share that were recognized. */
  readonly recall: number | null;
  /** The harmonic mean of precision and recall. */
  readonly f1: number | null;
}

/** Precision, recall and F1 of every class, from a confusion matrix: `matrix[label][predicted]`. */
export function classMetrics(matrix: readonly (readonly number[])[]): ClassMetrics[] {
  return matrix.map((row, label) => {
    const hits = row[label] ?? 0;
    const support = row.reduce((sum, count) => sum + count, 0);
    const predicted = matrix.reduce((sum, other) => sum + (other[label] ?? 0), 0);
    return {
      label,
      support,
      precision: share(hits, predicted),
      recall: share(hits, support),
      f1: share(2 * hits, support + predicted),
    };
  });
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
