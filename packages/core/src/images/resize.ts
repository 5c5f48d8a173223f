// Resizing by area: each new pixel is the mean of what its square covers, so a photo of 3,000 pixels becomes 28 without
// aliasing. Where the picture grows, the square is a tent of one old pixel's width instead: bilinear interpolation.
// The tent widened by the scale serves both (as in Pillow's BILINEAR and in "antialias" of the frameworks' resizers).

import type { Pixels } from './pixels.ts';

interface Taps {
  readonly first: number;
  /** Add up to 1. */
  readonly weights: readonly number[];
}

/** Resizes to `width` × `height`; the aspect ratio is the caller's business. */
export function resize(pixels: Pixels, width: number, height: number): Pixels {
  if (pixels.width === width && pixels.height === height) return pixels;
  const { channels } = pixels;
  // Along a row neighbours lie `channels` apart, along a column a whole row.
  const narrow = new Float32Array(pixels.height * width * channels);
  const columns = taps(pixels.width, width);
  for (let y = 0; y < pixels.height; y++) {
    const from = y * pixels.width * channels;
    weigh(pixels.data, from, channels, columns, narrow, y * width * channels, channels, channels);
  }
  const data = new Float32Array(height * width * channels);
  const rows = taps(pixels.height, height);
  const rowSize = width * channels;
  weigh(narrow, 0, rowSize, rows, data, 0, rowSize, rowSize);
  return { width, height, channels, data };
}

/**
 * For each cell of `cells` and each of `lanes` numbers side by side: the weighted sum of the old cells that it takes.
 * `stride` is from one old cell to the next, `targetStride` from one new cell to the next.
 */
function weigh(
  source: Pixels['data'],
  from: number,
  stride: number,
  cells: readonly Taps[],
  target: Float32Array,
  to: number,
  targetStride: number,
  lanes: number,
): void {
  for (const [cell, { first, weights }] of cells.entries()) {
    for (let lane = 0; lane < lanes; lane++) {
      let sum = 0;
      let at = from + first * stride + lane;
      for (let k = 0; k < weights.length; k++, at += stride) {
        sum += (weights[k] as number) * (source[at] as number);
      }
      target[to + cell * targetStride + lane] = sum;
    }
  }
}

/** For each of `to` new cells, which of the `from` old cells it takes, and how much of each. */
function taps(from: number, to: number): Taps[] {
  const scale = from / to;
  const reach = Math.max(scale, 1);
  return Array.from({ length: to }, (_, index) => {
    const centre = (index + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach));
    const end = Math.min(from, Math.ceil(centre + reach));
    const raw = Array.from({ length: end - first }, (_, k) =>
      Math.max(0, 1 - Math.abs(first + k + 0.5 - centre) / reach),
    );
    const total = raw.reduce((sum, weight) => sum + weight, 0);
    return { first, weights: raw.map((weight) => weight / total) };
  });
}
