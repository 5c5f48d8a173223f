// The metrics of several runs as rows, a column a run: the same for the terminal and for the page.

import { duration, percent, whole } from '../ui/format.ts';
import type { RunMetrics } from './comparedRun.ts';

export interface FigureRow {
  readonly name: string;
  readonly texts: readonly string[];
  /** The column of the best; null where none is, or it does not matter. */
  readonly best: number | null;
}

const rows: readonly {
  readonly name: string;
  readonly text: (metrics: RunMetrics) => string;
  readonly rank?: (metrics: RunMetrics) => number;
}[] = [
  { name: 'dataset', text: ({ dataset }) => dataset },
  { name: 'network', text: ({ network }) => network },
  { name: 'parameters', text: ({ parameters }) => whole(parameters) },
  { name: 'training images', text: ({ trainingImages }) => whole(trainingImages) },
  { name: 'members', text: ({ members }) => whole(members) },
  { name: 'test accuracy', text: ({ accuracy }) => percent(accuracy), rank: ({ accuracy }) => accuracy },
  { name: 'NLL', text: ({ nll }) => nll.toFixed(4), rank: ({ nll }) => -nll },
  {
    name: 'mean member accuracy',
    text: ({ memberAccuracy }) => percent(memberAccuracy),
    rank: ({ memberAccuracy }) => memberAccuracy,
  },
  {
    name: 'mean member NLL',
    text: ({ memberNll }) => memberNll.toFixed(4),
    rank: ({ memberNll }) => -memberNll,
  },
  { name: 'time', text: ({ seconds }) => duration(seconds), rank: ({ seconds }) => -seconds },
  {
    name: 'training images/s',
    text: ({ imagesPerSecond }) => whole(imagesPerSecond),
    rank: ({ imagesPerSecond }) => imagesPerSecond,
  },
];

export function figureRows(runs: readonly RunMetrics[]): FigureRow[] {
  // Metrics on different data do not rank.
  const isSameData = new Set(runs.map(({ dataset }) => dataset)).size === 1;
  return rows.map(({ name, text, rank }) => ({
    name,
    texts: runs.map(text),
    best: rank && isSameData ? bestOf(runs.map(rank)) : null,
  }));
}

function bestOf(ranks: readonly number[]): number | null {
  const best = Math.max(...ranks);
  const at = ranks.indexOf(best);
  return ranks.lastIndexOf(best) === at ? at : null;
}
