// Copies an image into the middle of a larger one whose border stays zero, so that every convolution can be written as
// one that never leaves its input. The copy costs a load and a store a value, hundreds of times less than what follows.

import { type Address, add, at, mul, pointer } from '../../code/values.ts';
import type { Writer } from '../../code/writer.ts';
import type { ConvGeometry } from './block.ts';

/** Bytes of one row of the image that the windows slide over, padded or not. */
export function sourcePitch(g: ConvGeometry): number {
  return (g.padded ? g.paddedWidth : g.width) * g.channels * 4;
}

export function paddedBytes(g: ConvGeometry): number {
  return g.padded ? g.paddedHeight * sourcePitch(g) + 64 : 0;
}

/** Returns where the windows read: the image itself, or its padded copy in `scratch`. */
export function writePadded(w: Writer, g: ConvGeometry, image: Address, scratch: number): Address {
  if (!g.padded) return image;
  const pitch = sourcePitch(g);
  const rowBytes = Math.min(g.width, g.paddedWidth - g.left) * g.channels * 4;
  const rows = Math.min(g.height, g.paddedHeight - g.top);
  const source = w.let(pointer(image));
  w.range(0, rows, (y) => {
    w.copy(
      at(add(mul(y, pitch), scratch + g.top * pitch + g.left * g.channels * 4)),
      at(add(source, mul(y, g.width * g.channels * 4))),
      rowBytes,
    );
  });
  return at(scratch);
}
