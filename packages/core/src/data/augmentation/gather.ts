// Writes one image as a network's input, each pixel from where a map says.

import { outside, type PixelMap } from './pixelMap.ts';

export interface GatherSource {
  /** Bytes, to be normalized, or floats that are normalized already. */
  readonly images: Uint8Array | Float32Array;
  readonly channels: number;
  /** The float of byte b in channel c, at c · 256 + b. */
  readonly table: Float32Array;
}

/**
 * Writes to `target` from `to` on: the image that begins at value `from` of the source, seen through the map.
 */
export function gather(
  target: Float32Array,
  to: number,
  { images, channels, table }: GatherSource,
  from: number,
  { rows, columns }: PixelMap,
): void {
  const stride = columns.length * channels;
  const isBytes = images instanceof Uint8Array;
  for (let y = 0; y < rows.length; y++) {
    const row = rows[y] as number;
    const start = to + y * stride;
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
