// What an operation becomes: kernels that gpu.js translates, each with one output buffer and one element of it a
// thread. A kernel gathers what its element needs and never writes elsewhere, which is all that a GPU does well.

import type { BufferSpec } from '../../graph.ts';
import type { Extents } from './layout.ts';

export interface Kernel {
  /** The buffer that it writes. A parameter or state gets its new value here; kernels before this one saw the old. */
  readonly output: string;
  /** Names of the function's arguments, and the buffer (or dropout mask) that each is. */
  readonly inputs: Readonly<Record<string, string>>;
  /**
   * Extents in which an argument, or the output, is to lie where those of its buffer would not do: buffers that go
   * together element by element may differ in shape. A copy in the other extents is made where they do.
   */
  readonly forms?: Readonly<Record<string, Extents>>;
  /** The function's body, in the subset of JavaScript that gpu.js translates: every size is a literal in it. */
  readonly body: string;
}

/** What a lowering knows of the running batch. */
export interface Context {
  readonly rows: number;
  spec(buffer: string): BufferSpec;
  extents(buffer: string): Extents;
  /** The name of an array with 0 for each dropped element of the batch and 1 / (1 − rate) for each kept one. */
  mask(mask: Mask): string;
  /** The name of a new array that kernels of one operation pass on among themselves. */
  scratch(extents: Extents): string;
}

export interface Mask {
  /** The buffer with the two integers that say which elements are kept. */
  readonly key: string;
  readonly rate: number;
  /** Of the buffer that is dropped from. */
  readonly extents: Extents;
}

/** Forms that make all of some arguments lie as `output` does. */
export function formsLike(
  output: string,
  context: Context,
  names: readonly string[],
): Record<string, Extents> {
  return Object.fromEntries(names.map((name) => [name, context.extents(output)]));
}

/** The element of an input that lies where the thread's output does. */
export const here = '[this.thread.z][this.thread.y][this.thread.x]';

/** The one element of a scalar buffer. */
export const only = '[0][0][0]';

/** `Math.floor(dividend / divisor)` of whole numbers; the half keeps a GPU's inexact division from rounding down. */
export function quotient(dividend: string, divisor: number): string {
  return divisor === 1 ? dividend : `Math.floor((${dividend} + 0.5) / ${divisor})`;
}
