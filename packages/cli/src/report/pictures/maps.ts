// Feature maps as strips of small pictures side by side.

import type { Shape } from '@convoy/core';
import { activationColour, type Rgb, signedColour } from './colours.ts';
import { drawPicture, type Picture } from './picture.ts';

/** How many maps lie in one strip: a strip fits a phone, and two or three lie side by side on a desk. */
const mapsPerStrip = 8;

/** A layer's output for one image, `[height, width, channels]`. */
export interface FeatureMaps {
  readonly shape: Shape;
  readonly values: Float32Array;
}

export function valueAt({ shape, values }: FeatureMaps, y: number, x: number, channel: number): number {
  const [, width = 1, channels = 1] = shape;
  return values[(y * width + x) * channels + channel] ?? 0;
}

/** The largest distance from 0. */
export function reach(values: Float32Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  return largest;
}

/** How a layer's values are coloured: from 0 to the largest, or around 0 where there are negative ones. */
export function colouring(values: Float32Array, largest = reach(values)): (value: number) => Rgb {
  const scale = largest === 0 ? 1 : largest;
  return values.some((value) => value < 0)
    ? (value) => signedColour(value / scale)
    : (value) => activationColour(value / scale);
}

/** One map. */
export function mapPicture(maps: FeatureMaps, channel: number, colour = colouring(maps.values)): Picture {
  const [height = 1, width = 1] = maps.shape;
  return drawPicture(width, height, (x, y) => colour(valueAt(maps, y, x, channel)));
}

/** The maps of `channels`, all on the same scale, in strips. */
export function mapStrips(maps: FeatureMaps, channels: readonly number[]): Strip[] {
  const [height = 1, width = 1] = maps.shape;
  const colour = colouring(maps.values);
  return strips(channels.length, width, height, (tile, x, y) =>
    colour(valueAt(maps, y, x, channels[tile] ?? 0)),
  );
}

/** Between tiles, in the picture's pixels. */
const gap = 1;

/** Small tiles are drawn larger, so that the gaps between them stay thin. */
const smallestTile = 20;

/** Tiles in a row. */
export interface Strip extends Picture {
  /** How wide one of them is, in the picture's pixels. */
  readonly tile: number;
}

/** Tiles of equal size, some in a picture. */
export function strips(
  count: number,
  width: number,
  height: number,
  colourAt: (tile: number, x: number, y: number) => Rgb,
  { perStrip = mapsPerStrip }: { readonly perStrip?: number } = {},
): Strip[] {
  const zoom = Math.max(1, Math.round(smallestTile / width));
  const pitch = width * zoom + gap;
  return Array.from({ length: Math.ceil(count / perStrip) }, (_, strip) => {
    const first = strip * perStrip;
    const tiles = Math.min(perStrip, count - first);
    const picture = drawPicture(tiles * pitch - gap, height * zoom, (x, y) => {
      const within = x % pitch;
      if (within >= width * zoom) return null;
      return colourAt(first + Math.floor(x / pitch), Math.floor(within / zoom), Math.floor(y / zoom));
    });
    return { ...picture, tile: width * zoom };
  });
}
