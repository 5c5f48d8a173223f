// The part of a map that falls between pixels: rotation, zoom and translation at once, with one bilinear interpolation.
// Interpolating after normalization is the same as before it, for normalization is a straight line.

import { copy, type GatherSource } from './gather.ts';
import type { PixelMap } from './pixelMap.ts';

/** Black around the original, so that no pixel needs to be asked whether it is inside: one before, two after. */
const before = 1;
const after = 2;

/** Writes to `target` from `to` on: the image that begins at value `from` of the source, seen through the map. */
export function warp(
  target: Float32Array,
  to: number,
  source: GatherSource,
  from: number,
  map: PixelMap,
): void {
  const { channels } = source;
  const height = map.rows.length;
  const width = map.columns.length;
  const stride = (width + before + after) * channels;
  const canvas = map.canvas((height + before + after) * stride);
  fillBorder(canvas, source, height, width);
  copy(canvas, before * (stride + channels), stride, source, from, map);

  // From a pixel of the result back to the original. V8 computes sine and cosine itself, the same on every machine.
  const cosine = Math.cos(map.angle) / map.zoom;
  const sine = Math.sin(map.angle) / map.zoom;
  const centerY = (height - 1) / 2;
  const centerX = (width - 1) / 2;
  const { down, right } = map;
  let at = to;
  for (let y = 0; y < height; y++) {
    const v = y - down - centerY;
    const rowY = before + centerY + cosine * v;
    const rowX = before + centerX - sine * v;
    for (let x = 0; x < width; x++) {
      const u = x - right - centerX;
      const sourceY = clamp(rowY + sine * u, height + before);
      const sourceX = clamp(rowX + cosine * u, width + before);
      const top = sourceY | 0;
      const left = sourceX | 0;
      const lower = sourceY - top;
      const later = sourceX - left;
      let pixel = top * stride + left * channels;
      for (let c = 0; c < channels; c++, pixel++) {
        const upperLeft = canvas[pixel] as number;
        const lowerLeft = canvas[pixel + stride] as number;
        const upper = upperLeft + later * ((canvas[pixel + channels] as number) - upperLeft);
        const under = lowerLeft + later * ((canvas[pixel + stride + channels] as number) - lowerLeft);
        target[at++] = upper + lower * (under - upper);
      }
    }
  }
}

function clamp(coordinate: number, most: number): number {
  return Math.min(Math.max(coordinate, 0), most);
}

function fillBorder(canvas: Float32Array, source: GatherSource, height: number, width: number): void {
  const columns = width + before + after;
  for (let c = 0; c < source.channels; c++) {
    const black = source.table[c * 256] as number;
    const blacken = (y: number, x: number) => {
      canvas[(y * columns + x) * source.channels + c] = black;
    };
    for (let x = 0; x < columns; x++) {
      blacken(0, x);
      blacken(height + 1, x);
      blacken(height + 2, x);
    }
    for (let y = before; y < height + before; y++) {
      blacken(y, 0);
      blacken(y, width + 1);
      blacken(y, width + 2);
    }
  }
}
