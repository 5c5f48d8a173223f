// A phone stores photographs as its sensor lies and notes in Exif how to turn them. Without this, a digit that looks
// upright everywhere else would be read lying on its side.

import { at, drawn, type Pixels } from './pixels.ts';

/** Exif's orientation of a JPEG file: 1 is upright, 2 … 8 are the other turns and mirrors. */
export async function orientationOf(jpeg: Uint8Array): Promise<number> {
  const exif = exifSegment(jpeg);
  if (!exif) return 1;
  const { default: readExif } = await import('exif-reader');
  try {
    const orientation = readExif(Buffer.from(exif)).Image?.Orientation ?? 1;
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  } catch {
    return 1; // Notes of a camera that cannot be read are no reason to refuse its picture.
  }
}

/** The payload of the APP1 segment that begins with `Exif`, walking the JPEG's segments up to the image data. */
function exifSegment(jpeg: Uint8Array): Uint8Array | undefined {
  const view = new DataView(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength);
  let offset = 2;
  while (offset + 10 <= jpeg.length && view.getUint8(offset) === 0xff) {
    const marker = view.getUint8(offset + 1);
    if (marker === 0xda) return undefined; // start of scan
    const length = view.getUint16(offset + 2);
    const isExif = marker === 0xe1 && view.getUint32(offset + 4) === 0x45786966; // "Exif"
    if (isExif) return jpeg.subarray(offset + 4, offset + 2 + length);
    offset += 2 + length;
  }
  return undefined;
}

/** The picture as it should be seen, for an Exif orientation of 1 … 8. */
export function upright(pixels: Pixels, orientation: number): Pixels {
  const { width, height, channels } = pixels;
  const right = width - 1;
  const bottom = height - 1;
  // Where the pixel at (y, x) of the upright picture lies in the stored one.
  const sources: Record<number, (y: number, x: number) => readonly [y: number, x: number]> = {
    2: (y, x) => [y, right - x],
    3: (y, x) => [bottom - y, right - x],
    4: (y, x) => [bottom - y, x],
    5: (y, x) => [x, y],
    6: (y, x) => [bottom - x, y],
    7: (y, x) => [bottom - x, right - y],
    8: (y, x) => [x, right - y],
  };
  const source = sources[orientation];
  if (!source) return pixels;
  const isTurned = orientation >= 5;
  return drawn(isTurned ? height : width, isTurned ? width : height, channels, (y, x, channel) => {
    const [sourceY, sourceX] = source(y, x);
    return at(pixels, sourceY, sourceX, channel);
  });
}
