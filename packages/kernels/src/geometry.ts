// The arithmetic of sliding windows, shared by the engine (output shapes) and the backends (loops).

import type { Padding } from './operations.ts';

/** How a window moves along one axis. */
export interface WindowExtent {
  /** Positions that the window takes. */
  readonly output: number;
  /** Cells of padding before the first input cell. */
  readonly before: number;
  /** Cells of padding that the last window reaches past the input; 0 where it ends inside. */
  readonly after: number;
}

/**
 * One dimension of a window of `size` cells moving by `stride` over `input` cells. `valid` stays inside; `same` is
 * TensorFlow's rule: `ceil(input / stride)` positions, the odd cell of padding after.
 */
export function windowExtent(input: number, size: number, stride: number, padding: Padding): WindowExtent {
  if (padding === 'valid') {
    return { output: Math.max(0, Math.floor((input - size) / stride) + 1), before: 0, after: 0 };
  }
  const output = Math.ceil(input / stride);
  const total = Math.max(0, (output - 1) * stride + size - input);
  const before = Math.floor(total / 2);
  return { output, before, after: total - before };
}
