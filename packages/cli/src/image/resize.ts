// Resizing by area: each new pixel is the mean of what its square covers, so a photo of 3,000 pixels becomes 28 without
// aliasing. Where the picture grows, the square is a tent of one old pixel's width instead: bilinear interpolation.
// The tent widened by the scale serves both (as in Pillow's BILINEAR and in "antialias" of the frameworks' resizers).

import { drawn, type Pixels } from './pixels.ts';

interface Taps {
  readonly first: number;
  /** Add up to 1. */
  readonly weights: readonly number[];
}

/** Resizes to `width` × `height`; the aspect ratio is the caller's business. */
export function resize(pixels: Pixels, width: number, height: number): Pixels {
  if (pixels.width === width && pixels.height === height) return pixels;
  const { channels } = pixels;
  const columns = taps(pixels.width, width);
  const narrow = drawn(width, pixels.height, channels, (y, x, c) =>
    weighted(
      columns[x] as Taps,
      (column) => pixels.data[(y * pixels.width + column) * channels + c] as number,
    ),
  );
  const rows = taps(pixels.height, height);
  return drawn(width, height, channels, (y, x, c) =>
    weighted(rows[y] as Taps, (row) => narrow.data[(row * width + x) * channels + c] as number),
  );
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

function weighted({ first, weights }: Taps, value: (index: number) => number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += (weights[k] as number) * value(first + k);
  return sum;
}
