// Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations (Golub and Van Loan, Matrix
// Computations, 8.5): exact to rounding, and the same everywhere.

export interface Eigen {
  readonly value: number;
  /** Of length 1. */
  readonly vector: readonly number[];
}

const maxSweeps = 100;

/** Largest eigenvalue first. @param matrix Symmetric rows. */
export function symmetricEigen(matrix: readonly (readonly number[])[]): readonly Eigen[] {
  const n = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = matrix.map((_, i) => Array.from({ length: n }, (__, j) => (i === j ? 1 : 0)));
  const at = (rows: readonly number[][], i: number, j: number) => rows[i]?.[j] ?? 0;
  const scale = Math.max(...a.flat().map(Math.abs));
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    let offDiagonal = 0;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const pivot = at(a, p, q);
        offDiagonal = Math.max(offDiagonal, Math.abs(pivot));
        if (pivot === 0) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * pivot);
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        const cosine = 1 / Math.sqrt(tangent * tangent + 1);
        const sine = tangent * cosine;
        rotateColumns(a, p, q, cosine, sine);
        rotateRows(a, p, q, cosine, sine);
        rotateColumns(vectors, p, q, cosine, sine);
      }
    }
    if (offDiagonal <= scale * Number.EPSILON) break;
  }
  return a
    .map((_, i) => ({ value: at(a, i, i), vector: vectors.map((row) => row[i] ?? 0) }))
    .sort((first, second) => second.value - first.value);
}

function rotateColumns(rows: number[][], p: number, q: number, cosine: number, sine: number): void {
  for (const row of rows) {
    const [x = 0, y = 0] = [row[p], row[q]];
    row[p] = cosine * x - sine * y;
    row[q] = sine * x + cosine * y;
  }
}

function rotateRows(rows: number[][], p: number, q: number, cosine: number, sine: number): void {
  const [first = [], second = []] = [rows[p], rows[q]];
  first.forEach((x, i) => {
    const y = second[i] ?? 0;
    first[i] = cosine * x - sine * y;
    second[i] = sine * x + cosine * y;
  });
}
