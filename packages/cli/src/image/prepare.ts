// Any picture to the bytes that an ensemble expects.

import type { ImageShape } from '@convoy/core';
import { decodeImage } from './decode.ts';
import { prepareDigit } from './digit.ts';
import { at, drawn, type Pixels, toGrey } from './pixels.ts';
import { resize } from './resize.ts';

export interface PreparedImage {
  /** `[height, width, channels]`, 0 … 255. */
  readonly bytes: Uint8Array;
  readonly format: 'PNG' | 'JPEG';
  readonly width: number;
  readonly height: number;
  /** What was done to the picture, in words. */
  readonly notes: readonly string[];
}

export interface Expected {
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
}

/** Decodes a PNG or JPEG file of any size and makes it what the ensemble was trained on. */
export async function prepareImage(
  file: Uint8Array,
  name: string,
  expected: Expected,
): Promise<PreparedImage> {
  const { pixels, format, notes } = await decodeImage(file, name);
  const { width, height } = pixels;
  const fitted = fit(pixels, expected);
  return {
    bytes: Uint8Array.from(fitted.pixels.data, (value) => Math.min(255, Math.max(0, Math.round(value)))),
    format,
    width,
    height,
    notes: [...notes, ...fitted.notes],
  };
}

function fit(pixels: Pixels, { imageShape, classNames }: Expected): { pixels: Pixels; notes: string[] } {
  const [height, width, channels] = imageShape;
  const isDigits = channels === 1 && height === width && classNames.join('') === '0123456789';
  if (isDigits) return prepareDigit(toGrey(pixels), height);

  const coloured = channels === 1 ? toGrey(pixels) : pixels;
  if (pixels.width === width && pixels.height === height) return { pixels: coloured, notes: [] };
  const cropped = cropToAspect(coloured, width / height);
  const isCropped = cropped.width !== pixels.width || cropped.height !== pixels.height;
  const notes = [`${isCropped ? 'cut to its middle and ' : ''}resized to ${width} × ${height}`];
  return { pixels: resize(cropped, width, height), notes };
}

/** The largest part in the middle with the aspect ratio `width / height`. */
function cropToAspect(pixels: Pixels, aspect: number): Pixels {
  const width = Math.max(1, Math.min(pixels.width, Math.round(pixels.height * aspect)));
  const height = Math.max(1, Math.min(pixels.height, Math.round(pixels.width / aspect)));
  if (width === pixels.width && height === pixels.height) return pixels;
  const left = (pixels.width - width) >> 1;
  const top = (pixels.height - height) >> 1;
  return drawn(width, height, pixels.channels, (y, x, channel) => at(pixels, top + y, left + x, channel));
}
