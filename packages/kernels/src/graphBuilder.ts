// Terse buffers for graphs that are written by hand: `rows('output', 'logits', [10])`.

import type { BufferRole, BufferSpec } from './graph.ts';

/** A float32 buffer that holds one such shape for each row of the batch. */
export function rows(role: BufferRole, name: string, shape: readonly number[]): BufferSpec {
  return { name, role, shape, batched: true, type: 'float32' };
}

/** A float32 buffer of one such shape in all: a parameter, a sum over rows, or with `[]` a scalar. */
export function whole(role: BufferRole, name: string, shape: readonly number[]): BufferSpec {
  return { name, role, shape, batched: false, type: 'float32' };
}

/** Class labels: one int32 for each row. */
export function labelRows(name: string): BufferSpec {
  return { name, role: 'input', shape: [], batched: true, type: 'int32' };
}

/** The key of a dropout mask: two int32. */
export function dropoutKey(name: string): BufferSpec {
  return { name, role: 'input', shape: [2], batched: false, type: 'int32' };
}
