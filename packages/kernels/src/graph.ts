// The language between the engine and the backends.
//
// A Graph is plain data: named buffers, and named programs (train step, evaluate, predict), each a list of operations
// over those buffers. It says what is computed, never how: fusing operations, planning memory and choosing algorithms
// are each backend's own business. Activations are channels-last, `[height, width, channels]` a row; convolution
// kernels are `[height, width, in, out]`; dense kernels `[in, out]`.

import type { Operation } from './operations.ts';

/**
 * What a buffer is for.
 * - `input`: written before a run (images, labels, learning rate, dropout keys).
 * - `parameter`: trained weights. `state`: what else outlives a run (optimizer moments, moving statistics).
 * - `output`: may be read after a run.
 * - `activation`: lives within one run of one program; a backend may fuse it away or reuse its memory.
 */
export type BufferRole = 'input' | 'parameter' | 'state' | 'activation' | 'output';

/** What a buffer holds. */
export type ElementType = 'float32' | 'int32';

/** A named buffer of a graph. */
export interface BufferSpec {
  readonly name: string;
  readonly role: BufferRole;
  /** The shape of one row if `batched`, of the whole buffer otherwise. `[]` is a scalar. */
  readonly shape: readonly number[];
  /** Whether the buffer holds one such shape for each row of the batch. */
  readonly batched: boolean;
  readonly type: ElementType;
}

/** Buffers, and programs of operations over them. */
export interface Graph {
  /** The most rows that one run may process; a run may ask for fewer. */
  readonly batchSize: number;
  readonly buffers: readonly BufferSpec[];
  /** Each program's operations, in an order in which they can run. */
  readonly programs: Readonly<Record<string, readonly Operation[]>>;
}

/** Elements in a shape: `sizeOf([3, 3, 64])` is 576, `sizeOf([])` is 1. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

/** Floats (or integers) that a buffer holds for a full batch. */
export function elementsOf(buffer: BufferSpec, batchSize: number): number {
  return sizeOf(buffer.shape) * (buffer.batched ? batchSize : 1);
}
