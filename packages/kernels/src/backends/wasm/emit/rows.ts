// Small things that most kernels need.

import { type Address, add, at, type I32, mul, pointer } from '../code/values.ts';
import type { Writer } from '../code/writer.ts';

/** One row of a group: `index` rows of `rowBytes` after `group`. */
export const rowOf = (w: Writer, group: Address, index: I32, rowBytes: number): Address =>
  at(w.let(add(pointer(group), mul(index, rowBytes))));

/** The buffers that a kernel really has. */
export const present = (...names: readonly (string | null)[]): string[] =>
  names.filter((name) => name !== null);
