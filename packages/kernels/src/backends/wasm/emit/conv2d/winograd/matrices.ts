// Winograd's minimal filtering F(m, r): m outputs of a filter of r taps with m + r − 1 products instead of m · r
// (S. Winograd 1980; A. Lavin and S. Gray, "Fast Algorithms for Convolutional Neural Networks", arXiv 1509.09308).
//
// y = Aᵀ [(G w) ⊙ (Bᵀ d)], for any m from interpolation points (Toom and Cook). Two dimensions apply each matrix twice.

export type Matrix = readonly (readonly number[])[];

export interface WinogradMatrices {
  /** m × n, output transform. */
  readonly at: Matrix;
  /** n × r, kernel transform. */
  readonly g: Matrix;
  /** n × n, input transform, in stages to apply first to last. */
  readonly bt: readonly Matrix[];
}

/**
 * The finite points of each tile size; infinity is always the last. Small numbers lose few digits, and mirror images let
 * transforms share sums; where the count is even one stays alone, and ½ loses a third less than 2.
 */
const finitePoints: Readonly<Record<number, readonly number[]>> = {
  2: [0, 1, -1],
  3: [0, 1, -1, 0.5],
  4: [0, 1, -1, 2, -2],
  5: [0, 1, -1, 2, -2, 0.5],
};

const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

export const transpose = (m: Matrix): Matrix =>
  range(m[0]?.length ?? 0).map((j) => m.map((row) => row[j] ?? 0));

const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) =>
    range(b[0]?.length ?? 0).map((j) => row.reduce((sum, x, k) => sum + x * (b[k]?.[j] ?? 0), 0)),
  );

/** Coefficients of ∏ (x − root), lowest power first. */
const polynomial = (roots: readonly number[], length: number): number[] => {
  let coefficients = [1];
  for (const root of roots) {
    coefficients = range(coefficients.length + 1).map(
      (i) => (coefficients[i - 1] ?? 0) - root * (coefficients[i] ?? 0),
    );
  }
  return range(length).map((i) => coefficients[i] ?? 0);
};

const without = (values: readonly number[], index: number) => values.filter((_, i) => i !== index);

/** The matrices of F(m, 3), m from 2 to 5. */
export function winogradMatrices(m: number): WinogradMatrices {
  const n = m + 2;
  const finite = finitePoints[m];
  if (!finite) throw new Error(`there is no F(${m}, 3) here`);
  const at = range(m).map((i) => [...finite.map((x) => x ** i), i === m - 1 ? 1 : 0]);
  const g = [
    ...finite.map((x, j) => {
      const scale = without(finite, j).reduce((p, other) => p * (x - other), 1);
      return [1 / scale, x / scale, (x * x) / scale];
    }),
    [0, 0, 1],
  ];
  const full = [...finite.map((_, j) => polynomial(without(finite, j), n)), polynomial(finite, n)];
  return { at, g, bt: factor(full, finite, n) };
}

/**
 * With an odd number of points one has no mirror image. Dividing by its root first, d′ᵢ = dᵢ₊₁ − h·dᵢ, leaves the
 * symmetric points, whose rows share their sums: about a third fewer operations.
 */
function factor(full: Matrix, finite: readonly number[], n: number): Matrix[] {
  if (n % 2 === 0) return [full];
  const lone = finite.at(-1) ?? 0;
  const symmetric = finite.slice(0, -1);
  const first = [
    ...range(n - 1).map((i) => range(n).map((k) => (k === i ? -lone : k === i + 1 ? 1 : 0))),
    polynomial(symmetric, n),
  ];
  const second = [
    ...symmetric.map((_, j) => polynomial(without(symmetric, j), n)),
    [...range(n - 1).map(() => 0), 1],
    polynomial(symmetric, n),
  ];
  const same = product(second, first).every((row, i) =>
    row.every((x, k) => Math.abs(x - (full[i]?.[k] ?? 0)) < 1e-9),
  );
  if (!same) throw new Error(`the input transform of F(${n - 2}, 3) was factored wrongly`);
  return [first, second];
}

/** The stages of the transposed product: reversed, each transposed. */
export const transposeStages = (stages: readonly Matrix[]): Matrix[] => [...stages].reverse().map(transpose);
