// The markers of a JPEG file (ITU-T T.81, annex B), walked as libjpeg walks them: anything between two markers is skipped.

import { orientationOf } from '../orientation.ts';
import type { ImageHeader } from './imageHeader.ts';

const startOfScan = 0xda;
const endOfImage = 0xd9;
const app1 = 0xe1;
/** A photograph has about ten; each makes a decoder pass over the whole picture once. */
const mostScans = 100;
/** "Exif", 0, 0. */
const exifPrefix = [0x45, 0x78, 0x69, 0x66, 0, 0];

/** Bytes after the end of the picture, such as the video of a "motion photo", are left alone. */
export function readJpegHeader(bytes: Uint8Array): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Pick<ImageHeader, 'width' | 'height' | 'unsupported'> | undefined;
  let [orientation, scans] = [1, 0];
  for (let offset = 2; ; ) {
    const [marker, next] = nextMarker(bytes, offset);
    offset = next;
    if (marker === endOfImage) break;
    if (!hasLength(marker)) continue;
    if (offset + 2 > bytes.length) throw new Error('cut short');
    const length = view.getUint16(offset);
    const segment = bytes.subarray(offset + 2, offset + length);
    if (length < 2 || offset + length > bytes.length) throw new Error('cut short');
    if (isStartOfFrame(marker)) {
      if (frame) throw new Error('two pictures in one frame');
      frame = readFrame(marker, segment);
    }
    if (marker === startOfScan && ++scans > mostScans) throw new Error(`more than ${mostScans} scans`);
    const isExif = marker === app1 && exifPrefix.every((byte, index) => segment[index] === byte);
    if (isExif) orientation = orientationOf(segment.subarray(exifPrefix.length));
    offset += length;
  }
  if (!frame || scans === 0) throw new Error('it has no image data');
  return { ...frame, orientation, notes: [] };
}

/** The next marker at or after `offset`, and where its segment begins. In image data, 0xff 0x00 is a byte and no marker. */
function nextMarker(bytes: Uint8Array, offset: number): [marker: number, next: number] {
  for (let at = bytes.indexOf(0xff, offset); at >= 0; at = bytes.indexOf(0xff, at)) {
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at++];
    if (marker === undefined) break;
    if (marker !== 0) return [marker, at];
  }
  throw new Error('cut short');
}

function hasLength(marker: number): boolean {
  const isRestart = marker >= 0xd0 && marker <= 0xd7;
  return !isRestart && marker !== 0x01 && marker !== 0xd8;
}

function isStartOfFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function readFrame(
  marker: number,
  segment: Uint8Array,
): Pick<ImageHeader, 'width' | 'height' | 'unsupported'> {
  const byte = (index: number) => segment[index] ?? 0;
  if (segment.length < 6) throw new Error('cut short');
  const unsupported = reasonAgainst(marker, byte(0), byte(5));
  return { height: byte(1) * 256 + byte(2), width: byte(3) * 256 + byte(4), unsupported };
}

/** Baseline, extended sequential and progressive Huffman coding of 8 bits is what libjpeg is built for here. */
function reasonAgainst(marker: number, precision: number, components: number): string | null {
  if (marker >= 0xc9) return 'arithmetic coding. Save it as an ordinary JPEG';
  if (marker > 0xc2) return 'lossless or hierarchical coding. Save it as an ordinary JPEG';
  if (precision !== 8) return `${precision} bits per channel. Save it with 8`;
  if (components === 4) return 'CMYK colors. Save it as RGB';
  return components === 1 || components === 3 ? null : `${components} channels. Save it as RGB`;
}
