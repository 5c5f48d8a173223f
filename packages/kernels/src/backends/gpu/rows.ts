import type { NestedRows } from './gpuJs.ts';

/** Copies gpu.js's nested rows into the start of a flat array. */
export function copyRows(rows: NestedRows, into: Float32Array | Int32Array): void {
  let at = 0;
  for (const row of rows) {
    for (const values of row) {
      into.set(values, at);
      at += values.length;
    }
  }
}
