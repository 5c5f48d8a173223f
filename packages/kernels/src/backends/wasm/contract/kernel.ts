// A kernel is one fused step of a program: what it touches, the memory it needs, and how to write its code.
//
// Kernels of scope `rows` handle rows independently and are run on small groups of rows, a whole chain of them a group,
// so that activations stay in cache. What they `reduce` (kernel gradients, statistics) adds up over the groups and is
// complete only when the segment of kernels that share the loop has ended.

import type { Address, I32 } from '../code/values.ts';
import type { Writer } from '../code/writer.ts';

export interface Scratch {
  readonly name: string;
  readonly bytes: number;
  /** `call`: garbage between calls. `segment`: keeps its content from `prepare` to `finish`. */
  readonly lifetime: 'call' | 'segment';
}

/** A buffer that only kernels know: which cell of a pooling window won, for instance. */
export interface PrivateBuffer {
  readonly name: string;
  readonly rowBytes: number;
}

export interface KernelCode {
  /** Once a run, before the segment's loop: pack weights, zero sums. */
  readonly prepare?: (w: Writer, rows: I32) => void;
  /** For each group: `first` is its first row in the batch, `count` its rows. Absent for scope `batch`. */
  readonly rows?: (w: Writer, first: I32, count: I32) => void;
  /** Once a run, after the segment's loop; for scope `batch` the whole kernel. */
  readonly finish?: (w: Writer, rows: I32) => void;
}

export interface Kernel {
  /** For profiles: `conv2d_2 forward, winograd 5`. */
  readonly name: string;
  readonly scope: 'rows' | 'batch';
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  readonly reduces: readonly string[];
  readonly scratch: readonly Scratch[];
  readonly privateBuffers?: readonly PrivateBuffer[];
  emit(place: Placement): KernelCode;
}

/** Where everything lies, once memory is planned. Addresses are in bytes. */
export interface Placement {
  /** The first row of the current group of a batched buffer. */
  rows(buffer: string, first: I32): Address;
  /** The start of a buffer that is not batched, or of all rows of one that lies there for the whole batch. */
  whole(buffer: string): number;
  scratch(name: string): number;
}
