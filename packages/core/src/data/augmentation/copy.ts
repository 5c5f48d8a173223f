// Copies one image to a network's input by whole pixels. Bytes pass through the table of their normalization on the way.

import { outside, type PixelMap } from './pixelMap.ts';

export interface GatherSource {
  /** Bytes, to be normalized, or floats that are normalized already. */
  readonly images: Uint8Array | Float32Array;
  readonly channels: number;
  /** The float of byte b in channel c, at c · 256 + b. */
  readonly table: Float32Array;
}

/** @param targetStride values between the beginnings of two rows of the target */
export function copy(
  target: Float32Array,
  to: number,
  targetStride: number,
  { images, channels, table }: GatherSource,
  from: number,
  { rows, columns, isInOrder }: PixelMap,
): void {
  const stride = columns.length * channels;
  const isBytes = images instanceof Uint8Array;
  if (isBytes && isInOrder) {
    for (let y = 0; y < rows.length; y++) {
      normalize(target, to + y * targetStride, images, from + y * stride, stride, channels, table);
    }
    return;
  }
  for (let y = 0; y < rows.length; y++) {
    const row = rows[y] as number;
    const start = to + y * targetStride;
    for (let c = 0; c < channels; c++) {
      const entry = c * 256;
      const black = table[entry] as number;
      const base = from + row * stride + c;
      let at = start + c;
      if (row === outside) {
        for (let x = 0; x < columns.length; x++, at += channels) target[at] = black;
      } else if (isBytes) {
        for (let x = 0; x < columns.length; x++, at += channels) {
          const column = columns[x] as number;
          target[at] =
            column === outside
              ? black
              : (table[entry + (images[base + column * channels] as number)] as number);
        }
      } else {
        for (let x = 0; x < columns.length; x++, at += channels) {
          const column = columns[x] as number;
          target[at] = column === outside ? black : (images[base + column * channels] as number);
        }
      }
    }
  }
}

/** `count` bytes that lie side by side, from value `from` on: of whole pixels, each channel by its part of the table. */
export function normalize(
  target: Float32Array,
  to: number,
  bytes: Uint8Array,
  from: number,
  count: number,
  channels: number,
  table: Float32Array,
): void {
  const shift = to - from;
  for (let c = 0; c < channels; c++) {
    const entry = c * 256;
    for (let i = from + c; i < from + count; i += channels) {
      target[i + shift] = table[entry + (bytes[i] as number)] as number;
    }
  }
}
