// A layer, as far as checks of backends need one: its buffers, its operations forward, and backward given a gradient.

import type { BufferSpec } from '../graph.ts';
import type { Operation } from '../operations.ts';

/** Where a layer stands in a chain. */
export interface Place {
  /** Such as `conv2d_1`: opens the names of the layer's own buffers. */
  readonly name: string;
  readonly input: string;
  readonly inputShape: readonly number[];
  readonly output: string;
}

export interface LoweredLayer {
  readonly outputShape: readonly number[];
  /** Parameters, states, keys and gradients of parameters; the chain declares the values between layers. */
  readonly buffers: readonly BufferSpec[];
  readonly forward: readonly Operation[];
  /** Forward after training, where that differs. */
  readonly inference?: readonly Operation[];
  /** `inputGrad` is null where nobody asks for it: in the first layer of a network. */
  backward(outputGrad: string, inputGrad: string | null): readonly Operation[];
}

export interface Layer {
  /** `conv2d`, `dense` …: what its name is made of. */
  readonly kind: string;
  /** For the names of cases: `conv2d 3x3x8`. */
  readonly title: string;
  lower(place: Place): LoweredLayer;
}

/** `items`, or nothing where the condition does not hold; keeps lists of operations flat. */
export function when<T>(condition: boolean, ...items: readonly T[]): readonly T[] {
  return condition ? items : [];
}
