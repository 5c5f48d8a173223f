// Winograd with large tiles turns a patch of zeros beside other values into noise of 1e-9, which is enough to bring a
// ReLU that is off back to life and falsify the bias gradient. So outputs of all-zero 3×3 patches are set right after.

import {
  type Address,
  add,
  and,
  at,
  eqz,
  type I32,
  int,
  loadI32,
  loadVector,
  mul,
  ne,
  or,
  pointer,
  type V128,
  v,
} from '../../../code/values.ts';
import type { Writer } from '../../../code/writer.ts';
import type { WinogradLayout } from './layout.ts';
import type { Plane } from './tiles.ts';

/** Scratch for one byte a pixel: whether any channel is not zero. */
export function zeroPatchBytes(layout: WinogradLayout): number {
  return (layout.usedHeight + 2) * (layout.usedWidth + 2) + 16;
}

export function writeZeroPatches(
  w: Writer,
  layout: WinogradLayout,
  source: Plane,
  target: Plane,
  /** A vector of channels to copy there, or null for zeros. */
  value: number | null,
  scratch: number,
): void {
  const { usedHeight, usedWidth } = layout;
  const pitch = usedWidth + 2;
  const channelBytes = layout.inputTile;
  const alive = w.let(int(0));
  const note = w.let(int(scratch));
  const start = w.let(pointer(source.start));
  w.range(0, usedHeight + 2, (y) => {
    const pixel = w.let(add(start, mul(y, source.pitch)));
    w.range(0, pitch, () => {
      const any = w.let(loadVector(at(pixel)));
      const unrolled = Math.min(channelBytes, 128);
      const gather = (from: I32, begin: number, end: number) => {
        for (let offset = begin; offset < end; offset += 16)
          w.set(any, v.or(any, loadVector(at(from, offset))) as V128);
      };
      gather(pixel, 16, unrolled);
      w.range(
        unrolled,
        channelBytes - (channelBytes % 64),
        (offset) => gather(w.let(add(pixel, offset)), 0, 64),
        64,
      );
      if (channelBytes > unrolled)
        gather(pixel, Math.max(unrolled, channelBytes - (channelBytes % 64)), channelBytes);
      const here = w.let(v.anyTrue(any)) as I32;
      w.storeU8(at(note), here);
      w.set(alive, add(alive, here));
      w.advance(note, 1);
      w.advance(pixel, source.pixel);
    });
  });
  w.if(ne(alive, (usedHeight + 2) * pitch), () => {
    const out = w.let(pointer(target.start));
    w.range(0, usedHeight, (y) => {
      w.range(0, usedWidth, (x) => {
        const at3 = (row: number): Address => at(add(mul(y, pitch), x), scratch + row * pitch);
        const patch = or(or(loadI32(at3(0)), loadI32(at3(1))), loadI32(at3(2)));
        w.if(eqz(and(patch, 0xffffff)), () => {
          const place = at(add(out, add(mul(y, target.pitch), mul(x, target.pixel))));
          if (value === null) w.fill(place, 0, layout.outputTile);
          else w.copy(place, at(value), layout.outputTile);
        });
      });
    });
  });
}
