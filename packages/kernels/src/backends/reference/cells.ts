// What an operation of the reference backend sees: the running batch's buffers, as float64 arrays cut to the rows that
// run. int32 buffers are held in float64 too, which represents every int32 exactly.

/** One buffer of the running batch. */
export interface Cells {
  /** The shape of one row of a batched buffer, of the whole buffer otherwise. */
  readonly shape: readonly number[];
  /** The rows that run, one after the other; all of a buffer that is not batched. */
  readonly data: Float64Array;
}

export interface Batch {
  readonly rows: number;
  cells(buffer: string): Cells;
  /** The values alone, for operations that go element by element. */
  data(buffer: string): Float64Array;
}

/** `data[i]`, which the caller's loop keeps inside the array. */
export function at(data: Float64Array, i: number): number {
  return data[i] as number;
}

/** `data[i] += value`. */
export function add(data: Float64Array, i: number, value: number): void {
  data[i] = at(data, i) + value;
}

/** The extent of a buffer's last axis: channels, features or classes; 1 for scalars. */
export function lastExtent(cells: Cells): number {
  return cells.shape.at(-1) ?? 1;
}

/** `target[t + k] += factor · source[s + k]` for k below `count`. */
export function addScaled(
  target: Float64Array,
  t: number,
  factor: number,
  source: Float64Array,
  s: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) add(target, t + k, factor * at(source, s + k));
}

/** `Σ a[i + k] · b[j + k]` for k below `count`. */
export function dot(a: Float64Array, i: number, b: Float64Array, j: number, count: number): number {
  let sum = 0;
  for (let k = 0; k < count; k++) sum += at(a, i + k) * at(b, j + k);
  return sum;
}
