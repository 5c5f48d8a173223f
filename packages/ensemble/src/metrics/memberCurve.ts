// What more members are worth: metrics of ensembles of 1, 2 … M of them.

import { type QualitySpread, qualitySpread } from './meanAndDeviation.ts';
import { type QualityMetrics, qualityMetrics } from './qualityMetrics.ts';

/** Metrics of ensembles of so many members, over several choices of them. */
export interface MemberCurvePoint extends QualitySpread {
  readonly members: number;
  /** How many ensembles of that size were measured. */
  readonly subsets: number;
}

/** More subsets would change the mean by less than its spread, and cost as much again. */
const MOST_SUBSETS = 16;

/**
 * For every size m, the metrics of ensembles of m members that stand beside each other in a circle of all M: member 0 to
 * m − 1, 1 to m, and so on around. Every member counts equally often, so the curve shows the number of members and not
 * whose turn it was. Past 16 members only 16 of the circles' beginnings are used, evenly spread.
 *
 * It is the curve of the plain mean at temperature 1, whatever the ensemble's own combination: weights and temperature
 * are fitted for all members together. Its first point is the mean member, its last the mean of all.
 *
 * @param members each `[count, classes]`, at least one
 * @param labels `[count]`, class indices
 */
export function memberCurve(
  members: readonly Float32Array[],
  labels: ArrayLike<number>,
  classes: number,
): MemberCurvePoint[] {
  const metrics: QualityMetrics[][] = members.map(() => []);
  const subsets = Math.min(members.length, MOST_SUBSETS);
  for (let subset = 0; subset < subsets; subset++) {
    const first = Math.floor((subset * members.length) / subsets);
    const sums = new Float64Array(members[0]?.length ?? 0);
    for (const [at, ofSize] of metrics.entries()) {
      // All members are the same ensemble wherever the circle begins.
      if (at === members.length - 1 && subset > 0) continue;
      const member = members[(first + at) % members.length] as Float32Array;
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + (member[i] as number);
      const mean = Float32Array.from(sums, (sum) => sum / (at + 1));
      ofSize.push(qualityMetrics(mean, labels, classes));
    }
  }
  return metrics.map((ofSize, at) => ({ members: at + 1, subsets: ofSize.length, ...qualitySpread(ofSize) }));
}
