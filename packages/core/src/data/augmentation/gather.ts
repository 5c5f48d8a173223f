// Writes one image as a network's input, each pixel from where a map says. Normalization happens on the way, so that
// augmentation by whole pixels costs next to nothing.

import { copy, type GatherSource } from './copy.ts';
import type { PixelMap } from './pixelMap.ts';
import { warp } from './warp.ts';

/** Writes to `target` from `to` on: the image that begins at value `from` of the source, seen through the map. */
export function gather(
  target: Float32Array,
  to: number,
  source: GatherSource,
  from: number,
  map: PixelMap,
): void {
  if (map.isWarped) warp(target, to, source, from, map);
  else copy(target, to, map.columns.length * source.channels, source, from, map);
  for (let i = 0; i < map.erased.length; i += 4) erase(target, to, source.channels, map, i);
}

function erase(
  target: Float32Array,
  to: number,
  channels: number,
  { columns, erased }: PixelMap,
  first: number,
): void {
  const [top = 0, left = 0, bottom = 0, right = 0] = erased.slice(first, first + 4);
  for (let y = top; y < bottom; y++) {
    const row = to + y * columns.length * channels;
    target.fill(0, row + left * channels, row + right * channels);
  }
}
