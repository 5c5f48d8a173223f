// A phone stores photographs as its sensor lies and notes in Exif how to turn them. Without this, a digit that looks
// upright everywhere else would be read lying on its side.

import { at, drawn, type Pixels } from './pixels.ts';

/** TIFF's tag of the orientation (CIPA DC-008, "Exif 2.32", table 4). */
const orientationTag = 0x0112;
const entryBytes = 12;

/**
 * Exif's orientation: 1 is upright, 2 … 8 are the other turns and mirrors. Notes of a camera that cannot be read are no reason
 * to refuse its picture: they count as upright.
 * @param exif a TIFF structure: what follows `Exif` in a JPEG, and the Exif chunks of PNG and WebP
 */
export function orientationOf(exif: Uint8Array): number {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  if (exif.length < 8) return 1;
  const isLittle = view.getUint16(0) === 0x4949; // "II"; "MM" is big-endian
  const directory = view.getUint32(4, isLittle);
  if (directory + 2 > exif.length) return 1;
  const entries = view.getUint16(directory, isLittle);
  for (let index = 0; index < entries; index++) {
    const entry = directory + 2 + index * entryBytes;
    if (entry + entryBytes > exif.length) return 1;
    if (view.getUint16(entry, isLittle) !== orientationTag) continue;
    const orientation = view.getUint16(entry + 8, isLittle);
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
  }
  return 1;
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
