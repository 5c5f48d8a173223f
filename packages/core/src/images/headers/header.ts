// What an image file says about itself, read before any memory is taken for its pixels. Apart from the decoders, so that a
// server's main thread can check a file without loading any: `@convoy/core/image-headers`.

import type { ImageFormat } from '../codecs/format.ts';
import type { ImageHeader } from './imageHeader.ts';
import { readJpegHeader } from './jpeg.ts';
import { readPngHeader } from './png.ts';
import { readWebpHeader } from './webp.ts';

/** The format by the first bytes of a file; undefined for any other. */
export function formatOf(bytes: Uint8Array): ImageFormat | undefined {
  if (begins(bytes, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'PNG';
  if (begins(bytes, 0, [0xff, 0xd8, 0xff])) return 'JPEG';
  const isRiff = begins(bytes, 0, [0x52, 0x49, 0x46, 0x46]); // "RIFF", a length, "WEBP"
  return isRiff && begins(bytes, 8, [0x57, 0x45, 0x42, 0x50]) ? 'WebP' : undefined;
}

/** @throws {Error} with the reason if the file is cut short or contradicts itself */
export function readHeader(format: ImageFormat, bytes: Uint8Array): ImageHeader {
  return { PNG: readPngHeader, JPEG: readJpegHeader, WebP: readWebpHeader }[format](bytes);
}

/**
 * The size that a file declares, without decoding it.
 * @returns undefined if the file is no image that can be read
 */
export function declaredSize(bytes: Uint8Array): Pick<ImageHeader, 'width' | 'height'> | undefined {
  const format = formatOf(bytes);
  try {
    return format && readHeader(format, bytes);
  } catch {
    return undefined;
  }
}

function begins(bytes: Uint8Array, offset: number, expected: readonly number[]): boolean {
  return expected.every((byte, index) => bytes[offset + index] === byte);
}
