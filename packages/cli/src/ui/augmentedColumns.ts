import type { TestMetrics } from '@convoy/ensemble';
import { percent } from './format.ts';

/**
 * Adds the metrics over views, where there are any, as columns to the right of the plain ones.
 * @param rows the heading, then a row for each of `metrics`
 */
export function withAugmentedColumns(
  rows: readonly (readonly string[])[],
  metrics: readonly TestMetrics[],
): readonly (readonly string[])[] {
  if (!metrics.some(({ testTimeAugmentation }) => testTimeAugmentation)) return rows;
  const width = Math.max(...rows.map((row) => row.length));
  const augmented = metrics.map(({ testTimeAugmentation: own }) =>
    own ? [percent(own.accuracy), own.nll.toFixed(4)] : ['', ''],
  );
  return rows.map((row, at) => {
    const added = at === 0 ? ['over views', 'NLL'] : (augmented[at - 1] ?? []);
    return [...row, ...new Array<string>(width - row.length).fill(''), ...added];
  });
}
