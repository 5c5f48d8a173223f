// Writes small constant matrix products on vectors of channels, sharing sums between rows and columns that differ only
// in signs. With points ±1, ±2, … nearly all do, which halves the work.

import { type V128, v, zeros } from '../../../code/values.ts';
import type { Writer } from '../../../code/writer.ts';
import type { Matrix } from './matrices.ts';

/** Σ coefficient · value */
function combination(w: Writer, coefficients: readonly number[], values: readonly V128[]): V128 {
  const terms = coefficients
    .map((coefficient, i) => ({ coefficient, value: values[i] as V128 }))
    .filter(({ coefficient }) => coefficient !== 0)
    // A term of coefficient 1 can begin the sum for nothing.
    .sort((a, b) => Number(b.coefficient === 1) - Number(a.coefficient === 1));
  let sum: V128 | null = null;
  for (const { coefficient, value } of terms) {
    if (sum === null) {
      sum =
        coefficient === 1
          ? value
          : coefficient === -1
            ? (v.neg(value) as V128)
            : (v.mul(value, w.constant(coefficient)) as V128);
    } else if (coefficient === 1) {
      sum = v.add(sum, value) as V128;
    } else if (coefficient === -1) {
      sum = v.sub(sum, value) as V128;
    } else {
      sum = w.multiplyAdd(value, w.constant(coefficient), sum);
    }
  }
  return sum ?? zeros;
}

/** How two rows or columns relate: where entries are equal and where opposite; null if they are neither somewhere. */
function relation(a: readonly number[], b: readonly number[]): { same: number[]; opposite: number[] } | null {
  const same: number[] = [];
  const opposite: number[] = [];
  for (let i = 0; i < a.length; i++) {
    if (a[i] === 0 && b[i] === 0) continue;
    if (a[i] === b[i]) same.push(i);
    else if (a[i] === -(b[i] ?? 0)) opposite.push(i);
    else return null;
  }
  const pays = same.length > 0 && opposite.length > 0 && same.length + opposite.length >= 3;
  return pays ? { same, opposite } : null;
}

/** `matrix · values` */
function apply(w: Writer, original: Matrix, inputs: readonly V128[]): V128[] {
  const matrix = original.map((row) => [...row]);
  const values = [...inputs];
  const columns = values.length;
  // Columns a and b that are equal or opposite in every row: use a + b and a − b instead.
  for (let a = 0; a < columns; a++) {
    for (let b = a + 1; b < columns; b++) {
      const column = (k: number) => matrix.map((row) => row[k] ?? 0);
      if (!relation(column(a), column(b))) continue;
      const [x, y] = [values[a] as V128, values[b] as V128];
      values[a] = w.let(v.add(x, y)) as V128;
      values[b] = w.let(v.sub(x, y)) as V128;
      for (const row of matrix) {
        if (row[a] === row[b]) row[b] = 0;
        else {
          row[b] = row[a] ?? 0;
          row[a] = 0;
        }
      }
    }
  }
  const results: (V128 | undefined)[] = matrix.map(() => undefined);
  const part = (row: readonly number[], indices: readonly number[]) =>
    w.let(
      combination(
        w,
        indices.map((i) => row[i] ?? 0),
        indices.map((i) => values[i] as V128),
      ),
    );
  matrix.forEach((row, a) => {
    if (results[a]) return;
    for (let b = a + 1; b < matrix.length; b++) {
      const related = results[b] ? null : relation(row, matrix[b] ?? []);
      if (!related) continue;
      const even = part(row, related.same);
      const odd = part(row, related.opposite);
      results[a] = w.let(v.add(even, odd)) as V128;
      results[b] = w.let(v.sub(even, odd)) as V128;
      return;
    }
    results[a] = w.let(combination(w, row, values));
  });
  return results as V128[];
}

const applyStages = (w: Writer, stages: readonly Matrix[], values: readonly V128[]): V128[] =>
  stages.reduce<V128[]>((current, stage) => apply(w, stage, current), [...values]);

/**
 * `Y = C X Rᵀ` for vectors of channels, C and R given in stages: columns first, then rows. `load` gives X at (row,
 * column), `store` takes Y.
 */
export function writeTransform(
  w: Writer,
  {
    columns: columnStages,
    rows: rowStages,
  }: { readonly columns: readonly Matrix[]; readonly rows: readonly Matrix[] },
  load: (row: number, column: number) => V128,
  store: (row: number, column: number, value: V128) => void,
): void {
  const [height, width] = [columnStages, rowStages].map((stages) => stages[0]?.[0]?.length ?? 0);
  const columns: V128[][] = [];
  for (let j = 0; j < (width ?? 0); j++) {
    const column = Array.from({ length: height ?? 0 }, (_, i) => w.let(load(i, j)));
    columns.push(applyStages(w, columnStages, column));
  }
  const rows = columns[0]?.length ?? 0;
  for (let i = 0; i < rows; i++) {
    const row = columns.map((column) => column[i] as V128);
    applyStages(w, rowStages, row).forEach((value, j) => {
      store(i, j, value);
    });
  }
}
