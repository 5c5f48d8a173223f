// How a buffer lies in gpu.js, whose arrays have at most three axes: x is the last axis of the shape (channels,
// features, filters), so that neighbouring threads touch neighbouring numbers; y is what lies between; z is the row of a
// batched buffer. Flat, that is the order in which a graph's buffers are kept anyway.

import { type BufferSpec, sizeOf } from '../../graph.ts';

/** `[x, y, z]`, as gpu.js writes sizes; a kernel reads `array[z][y][x]`. */
export type Extents = readonly [x: number, y: number, z: number];

/**
 * Of the first `rows` rows of a batched buffer: `[28, 28, 32]` a row is `[32, 784, rows]`, `[10]` is `[10, 1, rows]`.
 * Of any other buffer: a convolution's kernel `[3, 3, 32, 64]` is `[64, 32, 9]`, a dense kernel `[576, 64]` is
 * `[64, 576, 1]`, a bias `[64]` is `[64, 1, 1]`.
 */
export function extentsOf(spec: BufferSpec, rows: number): Extents {
  const x = spec.shape.at(-1) ?? 1;
  if (spec.batched) return [x, sizeOf(spec.shape) / x, rows];
  const y = spec.shape.at(-2) ?? 1;
  return [x, y, sizeOf(spec.shape) / (x * y)];
}
