import { argMax } from './argMax.ts';

/**
 * The share of rows, 0 … 1, to which two members give different classes: `matrix[a][b]`, symmetric, 0 on the diagonal.
 * Kuncheva and Whitaker, "Measures of diversity in classifier ensembles" (2003); Fort et al. 2019 for deep ensembles.
 *
 * @param members each `[count, classes]`
 */
export function disagreementMatrix(members: readonly Float32Array[], classes: number): number[][] {
  const labels = members.map((member) => argMax(member, classes));
  return labels.map((a) => labels.map((b) => shareOfDifferent(a, b)));
}

/** Over all pairs of different members; 0 for a single one. */
export function meanDisagreement(matrix: readonly (readonly number[])[]): number {
  const pairs = matrix.flatMap((row, a) => row.slice(a + 1));
  return pairs.length === 0 ? 0 : pairs.reduce((sum, share) => sum + share, 0) / pairs.length;
}

function shareOfDifferent(a: Int32Array, b: Int32Array): number {
  let different = 0;
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) different++;
  return different / a.length;
}
