// Any picture file to the bytes that an ensemble expects.

import type { ImageFormat } from '../images/codecs/format.ts';
import { type DecodeOptions, decodeImage } from '../images/decode.ts';
import { prepareDigit } from '../images/digit.ts';
import { bytesOf, fitImage } from '../images/fit.ts';
import { type ImageShape, type Pixels, toGrey } from '../images/pixels.ts';
import { factsByName } from './facts.ts';

/** A picture made what a network was trained on. */
export interface PreparedImage {
  /** `[height, width, channels]`, 0 … 255. */
  readonly bytes: Uint8Array;
  readonly format: ImageFormat;
  /** Of the picture in the file. */
  readonly width: number;
  readonly height: number;
  /** What was done to the picture, in words. */
  readonly notes: readonly string[];
}

/** What the picture is for: an `Ensemble` is one. */
export interface ImageTarget {
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
  /** What it was trained on. */
  readonly dataset?: { readonly name: string };
}

/**
 * Decodes a PNG, JPEG or WebP file and makes it what a network was trained on: cut to its middle and resized, or, for
 * a network of MNIST's digits, inverted where it is dark on light, scaled and centred as MNIST's digits are.
 *
 * @param file the file's bytes
 * @param name of the file, for errors
 * @throws {CoreError} `invalid-data` if the file is empty, damaged, too large, or no PNG, JPEG or WebP
 * @example
 * const { bytes } = await prepareImage(await readFile('seven.png'), 'seven.png', ensemble);
 * const { labels } = await ensemble.predict(bytes);
 */
export async function prepareImage(
  file: Uint8Array,
  name: string,
  target: ImageTarget,
  options: Pick<DecodeOptions, 'maxPixels'> = {},
): Promise<PreparedImage> {
  const { pixels, format, notes } = await decodeImage(file, { ...options, name });
  const { width, height } = pixels;
  const prepared = preparePixels(pixels, target);
  return { ...prepared, format, width, height, notes: [...notes, ...prepared.notes] };
}

/**
 * As `prepareImage`, for a picture that is decoded already, such as a canvas that was drawn on.
 * @example
 * const { bytes } = preparePixels({ width: 280, height: 280, channels: 1, data: ink }, ensemble);
 */
export function preparePixels(
  pixels: Pixels,
  { imageShape, classNames, dataset }: ImageTarget,
): Pick<PreparedImage, 'bytes' | 'notes'> {
  const [height, width, channels] = imageShape;
  const isDigits = channels === 1 && height === width && classNames.join('') === '0123456789';
  const fitted =
    isDigits && isOfDigits(dataset?.name)
      ? prepareDigit(toGrey(pixels), height)
      : fitImage(pixels, imageShape);
  return { bytes: bytesOf(fitted.pixels), notes: fitted.notes };
}

/** Whoever names no dataset, but digits as classes, has pictures of digits. */
function isOfDigits(dataset: string | undefined): boolean {
  if (dataset === undefined) return true;
  return factsByName.has(dataset) && factsByName.get(dataset).kind === 'digits';
}
