// What the kernels of batch normalization share: running over channels and positions, and a channel's deviation.

import { type F32, f32, float, type I32, int, type Local } from '../../code/values.ts';
import type { Writer } from '../../code/writer.ts';

export const vectorBytes = (channels: number) => Math.ceil(channels / 4) * 16;

/** Four vectors, a cache line, of channels at a time: the sums stay in registers over all positions of an image. */
export function eachChannelBlock(
  w: Writer,
  channels: number,
  body: (offset: I32, vectors: number) => void,
): void {
  const vectors = Math.ceil(channels / 4);
  const offset = w.let(int(0));
  const blocks = Math.floor(vectors / 4);
  if (blocks > 0) {
    w.range(0, blocks, () => {
      body(offset, 4);
      w.advance(offset, 64);
    });
  }
  if (vectors % 4 > 0) body(offset, vectors % 4);
}

export const eachOf = <T>(count: number, make: (j: number) => T): T[] =>
  Array.from({ length: count }, (_, j) => make(j));

export interface Channelwise {
  readonly mean: string;
  readonly variance: string;
  readonly epsilon: number;
}

/** `1 / √(variance + epsilon)` of channel offset `c` (bytes). */
export const inverseDeviation = (at4: (name: string) => F32, op: Channelwise): F32 =>
  f32.div(float(1), f32.sqrt(f32.add(at4(op.variance), float(op.epsilon)))) as F32;

/** Runs over every vector of every position of one row; channel tails spill into the next position, written later. */
export function eachPosition(
  w: Writer,
  positions: number,
  channels: number,
  pointers: Local<'i32'>[],
  body: (offset: I32) => void,
): void {
  w.range(0, positions, () => {
    w.range(0, vectorBytes(channels), (offset) => body(offset), 16);
    for (const p of pointers) w.advance(p, channels * 4);
  });
}
