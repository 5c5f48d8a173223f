// Picture files to pixels, in Node and in a page with the same bytes. Recognized by their first bytes and never by the file's
// name. Dimensions are read and checked before anything is decoded.

import { CoreError } from '../errors.ts';
import { reasonOf } from '../reason.ts';
import { decodeJpeg, decodeWebp } from './codecs/emscripten.ts';
import type { ImageFormat, Rgba } from './codecs/format.ts';
import { codecModule } from './codecs/modules.ts';
import { decodePng } from './codecs/png.ts';
import { formatOf, readHeader } from './headers/header.ts';
import type { ImageHeader } from './headers/imageHeader.ts';
import { upright } from './orientation.ts';
import type { Pixels } from './pixels.ts';

/** A picture that was read from a file. */
export interface Decoded {
  /** Red, green, blue. */
  readonly pixels: Pixels;
  readonly format: ImageFormat;
  /** What was done on the way that a person should know. */
  readonly notes: readonly string[];
}

/** Options for `decodeImage`. */
export interface DecodeOptions {
  /** For errors. @default 'image' */
  readonly name?: string | undefined;
  /**
   * The most pixels, width times height, that a picture may have. Decoding takes up to 20 bytes of memory per pixel.
   * @default 64,000,000
   */
  readonly maxPixels?: number | undefined;
}

/** 64 megapixels: what phones and cameras take at most, nearly always. */
export const defaultMaxPixels = 64_000_000;

const decoders = { PNG: decodePng, JPEG: decodeJpeg, WebP: decodeWebp } satisfies Record<
  ImageFormat,
  (bytes: Uint8Array) => Promise<Rgba>
>;

/**
 * Decodes a PNG, JPEG or WebP file, turned upright as its Exif notes say. Of an animated PNG, the first picture; animated
 * WebP, and JPEG of CMYK colors or of other than 8 bits, are refused.
 *
 * @throws {CoreError} `invalid-data` if the file is empty, damaged, cut short, too large or of another format;
 * `invalid-argument` for an invalid `maxPixels`
 * @example
 * const { pixels } = await decodeImage(new Uint8Array(await file.arrayBuffer()), { maxPixels: 12e6 });
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<Decoded> {
  const { name = 'image', maxPixels = defaultMaxPixels } = options;
  if (!(maxPixels >= 1)) {
    throw new CoreError('invalid-argument', `maxPixels: expected a number of at least 1, got ${maxPixels}`);
  }
  if (bytes.length === 0) throw new CoreError('invalid-data', `empty image file: ${name}`);
  const format = formatOf(bytes);
  if (!format) {
    throw new CoreError(
      'invalid-data',
      `not a PNG, JPEG or WebP image: ${name}. Convert it first; other formats are not read`,
    );
  }
  const damaged = (cause: unknown) =>
    new CoreError(
      'invalid-data',
      `damaged ${format} image: ${name} (${reasonOf(cause)}). Open it in an image viewer and save it again`,
      { cause },
    );
  let header: ImageHeader;
  try {
    header = readHeader(format, bytes);
  } catch (cause) {
    throw damaged(cause);
  }
  if (header.unsupported !== null) {
    throw new CoreError('invalid-data', `unsupported ${format} image: ${name}: ${header.unsupported}`);
  }
  requireSize(header, name, maxPixels);
  // A codec that cannot be loaded is no fault of the picture.
  await codecModule(format);
  let rgba: Rgba;
  try {
    rgba = await decoders[format](bytes);
    if (rgba.width !== header.width || rgba.height !== header.height) throw new Error('two different sizes');
  } catch (cause) {
    throw damaged(cause);
  }
  return { format, ...finished(rgba, header) };
}

function requireSize({ width, height }: ImageHeader, name: string, maxPixels: number): void {
  const size = `${width.toLocaleString('en-US')} × ${height.toLocaleString('en-US')}`;
  if (width === 0 || height === 0)
    throw new CoreError('invalid-data', `image without pixels: ${name} is ${size}`);
  if (width * height <= maxPixels) return;
  throw new CoreError(
    'invalid-data',
    `image too large: ${name} is ${size} pixels, expected at most ${maxPixels.toLocaleString('en-US')} in all. ` +
      'Make it smaller or, if you trust it, raise the limit: --max-pixels (maxPixels)',
  );
}

function finished(rgba: Rgba, { orientation, notes }: ImageHeader): Pick<Decoded, 'pixels' | 'notes'> {
  const flat = opaque(rgba);
  if (orientation === 1) return { pixels: flat.pixels, notes: [...notes, ...flat.notes] };
  return {
    pixels: upright(flat.pixels, orientation),
    notes: [...notes, ...flat.notes, 'turned upright as the camera says'],
  };
}

/** Puts transparent pixels on white, or on black where what is opaque is light: else a white drawing would vanish. */
function opaque({ width, height, data }: Rgba): { pixels: Pixels; notes: string[] } {
  let [light, total] = [0, 0];
  for (let index = 0; index < data.length; index += 4) {
    const alpha = data[index + 3] as number;
    for (let c = 0; c < 3; c++) light += ((data[index + c] as number) / 3) * alpha;
    total += alpha;
  }
  if (total === 255 * width * height) {
    return { pixels: { width, height, channels: 3, data: withoutAlpha(data) }, notes: [] };
  }
  const background = light / Math.max(total, 1) > 127.5 ? 0 : 255;
  const flat = new Float32Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = (data[pixel * 4 + 3] as number) / 255;
    for (let c = 0; c < 3; c++) {
      flat[pixel * 3 + c] = (data[pixel * 4 + c] as number) * alpha + background * (1 - alpha);
    }
  }
  const notes = [`transparent parts read as ${background === 0 ? 'black' : 'white'}`];
  return { pixels: { width, height, channels: 3, data: flat }, notes };
}

/** Moves three of four bytes together, in the same memory: a large photograph takes none beside it. */
function withoutAlpha(data: Uint8Array): Uint8Array {
  const pixels = data.length / 4;
  for (let pixel = 1; pixel < pixels; pixel++) {
    data[pixel * 3] = data[pixel * 4] as number;
    data[pixel * 3 + 1] = data[pixel * 4 + 1] as number;
    data[pixel * 3 + 2] = data[pixel * 4 + 2] as number;
  }
  return data.subarray(0, pixels * 3);
}
