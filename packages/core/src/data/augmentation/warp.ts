// The part of a map that falls between pixels: rotation, zoom and translation at once, with one bilinear interpolation.
// Interpolating after normalization is the same as before it, for normalization is a straight line.

import { copy, type GatherSource } from './copy.ts';
import type { PixelMap } from './pixelMap.ts';

/** Black around the original, so that no pixel needs to be asked whether it is inside: one before, two after. */
const before = 1;
const after = 2;

interface Span {
  readonly first: number;
  readonly end: number;
}

/** Coordinates are whole numbers of 65,536ths of a pixel: stepping along a row and taking them apart is quick. */
const fractionBits = 16;
const pixelUnits = 1 << fractionBits;
const fraction = pixelUnits - 1;

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
  if (!hasBorder(canvas, source)) fillBorder(canvas, source, height, width);
  copy(canvas, before * (stride + channels), stride, source, from, map);

  // From a pixel of the result back to the original. V8 computes sine and cosine itself, the same on every machine.
  const cosine = Math.cos(map.angle) / map.zoom;
  const sine = Math.sin(map.angle) / map.zoom;
  const stepY = Math.round(sine * pixelUnits);
  const stepX = Math.round(cosine * pixelUnits);
  const centerY = (height - 1) / 2;
  const centerX = (width - 1) / 2;
  const u = -map.right - centerX;
  for (let y = 0; y < height; y++) {
    const v = y - map.down - centerY;
    const startY = Math.round((before + centerY + cosine * v + sine * u) * pixelUnits);
    const startX = Math.round((before + centerX + cosine * u - sine * v) * pixelUnits);
    const rows = inside(startY, stepY, 1 / stepY, height + before, width);
    const columns = inside(startX, stepX, 1 / stepX, width + before, width);
    const first = Math.max(rows.first, columns.first) | 0;
    const end = Math.max(Math.min(rows.end, columns.end), first) | 0;
    for (let c = 0; c < channels; c++) {
      const black = source.table[c * 256] as number;
      let at = to + y * width * channels + c;
      for (let x = 0; x < first; x++, at += channels) target[at] = black;
      // The 32-bit arithmetic is what makes this loop quick.
      let sourceY = (startY + stepY * first) | 0;
      let sourceX = (startX + stepX * first) | 0;
      for (let x = first; x < end; x++, at += channels) {
        const row = Math.imul(sourceY >> fractionBits, stride);
        const pixel = (row + Math.imul(sourceX >> fractionBits, channels) + c) | 0;
        const lower = (sourceY & fraction) / pixelUnits;
        const later = (sourceX & fraction) / pixelUnits;
        const upperLeft = canvas[pixel] as number;
        const lowerLeft = canvas[pixel + stride] as number;
        const upper = upperLeft + later * ((canvas[pixel + channels] as number) - upperLeft);
        const under = lowerLeft + later * ((canvas[pixel + stride + channels] as number) - lowerLeft);
        target[at] = upper + lower * (under - upper);
        sourceY = (sourceY + stepY) | 0;
        sourceX = (sourceX + stepX) | 0;
      }
      for (let x = end; x < width; x++, at += channels) target[at] = black;
    }
  }
}

/** Of `count` steps, those that fall on the canvas between 0 and `most` pixels: beyond lies black. */
function inside(start: number, step: number, perStep: number, most: number, count: number): Span {
  const last = most * pixelUnits;
  if (step === 0)
    return start >= 0 && start <= last ? { first: 0, end: count } : { first: count, end: count };
  const [near, far] = step > 0 ? [0, last] : [last, 0];
  const first = Math.max(Math.ceil((near - start) * perStep), 0);
  const end = Math.min(Math.floor((far - start) * perStep) + 1, count);
  return { first: Math.min(first, count), end };
}

/** A canvas is made of zeros and keeps its border from image to image: its first pixel tells which black that is. */
function hasBorder(canvas: Float32Array, { table, channels }: GatherSource): boolean {
  for (let c = 0; c < channels; c++) {
    if (canvas[c] !== table[c * 256]) return false;
  }
  return true;
}

function fillBorder(canvas: Float32Array, source: GatherSource, height: number, width: number): void {
  const columns = width + before + after;
  const rowSize = columns * source.channels;
  blacken(canvas, source, 0, columns);
  blacken(canvas, source, (height + before) * rowSize, after * columns);
  for (let row = before * rowSize; row < (height + before) * rowSize; row += rowSize) {
    blacken(canvas, source, row, before);
    blacken(canvas, source, row + (width + before) * source.channels, after);
  }
}

/** Writes `count` black pixels from value `at` on. */
function blacken(values: Float32Array, { table, channels }: GatherSource, at: number, count: number): void {
  for (let c = 0; c < channels; c++) {
    const black = table[c * 256] as number;
    for (let i = 0; i < count; i++) values[at + i * channels + c] = black;
  }
}
