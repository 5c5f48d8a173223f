// Pictures for tests, drawn here: a digit as an upright bar or a ring, on any ground, in any format.

import jpeg from 'jpeg-js';
import { PNG } from 'pngjs';

export type Colour = readonly [red: number, green: number, blue: number, alpha?: number];

/** Whether ink is at a place, both from 0 to 1. */
export type Ink = (y: number, x: number) => boolean;

/** A "1": a bar in the middle. */
export const bar: Ink = (y, x) => y > 0.2 && y < 0.8 && x > 0.45 && x < 0.55;
/** A mark in the upper left corner only: tells which way a picture was turned. */
export const corner: Ink = (y, x) => y < 0.25 && x < 0.25;

/** `[height, width, 4]` bytes of red, green, blue and alpha. */
export function picture(
  width: number,
  height: number,
  ink: Ink,
  inkColour: Colour,
  ground: Colour,
): Uint8Array {
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [red, green, blue, alpha = 255] = ink((y + 0.5) / height, (x + 0.5) / width) ? inkColour : ground;
      rgba.set([red, green, blue, alpha], (y * width + x) * 4);
    }
  }
  return rgba;
}

export function asPng(width: number, height: number, rgba: Uint8Array): Uint8Array {
  const png = new PNG({ width, height });
  png.data.set(rgba);
  return PNG.sync.write(png);
}

export function asJpeg(width: number, height: number, rgba: Uint8Array, orientation?: number): Uint8Array {
  const file = jpeg.encode({ width, height, data: rgba }, 95).data;
  if (orientation === undefined) return file;
  // An APP1 segment with one big-endian TIFF directory of one entry: tag 0x0112, type SHORT, count 1.
  const tiff = [
    0x4d,
    0x4d,
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ];
  const payload = [0x45, 0x78, 0x69, 0x66, 0, 0, ...tiff];
  const segment = [0xff, 0xe1, 0, payload.length + 2, ...payload];
  return Uint8Array.from([...file.subarray(0, 2), ...segment, ...file.subarray(2)]);
}
