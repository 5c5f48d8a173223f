// The chunks of a PNG file (W3C, "Portable Network Graphics (PNG) Specification (Third Edition)", 2025, chapters 5 and 11).

import { orientationOf } from '../orientation.ts';
import type { ImageHeader } from './imageHeader.ts';

const signatureBytes = 8;
/** Length, type and checksum around a chunk's data. */
const chunkFrame = 12;
/** Deflate packs at most 1,032 bytes into one. */
const deflateLimit = 1032;
const slackBytes = 2 ** 16;
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depthsOf: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** Bytes after the end of the picture are left alone, as every viewer does. */
export function readPngHeader(bytes: Uint8Array): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { width: number; height: number; rowBytes: number } | undefined;
  let [orientation, dataBytes, isAnimated] = [1, 0, false];
  for (let offset = signatureBytes; ; ) {
    if (offset + chunkFrame > bytes.length) throw new Error('cut short');
    const length = view.getUint32(offset);
    const type = String.fromCharCode(...bytes.subarray(offset + 4, offset + 8));
    const data = offset + 8;
    offset += chunkFrame + length;
    if (type === 'IEND') break;
    if (offset > bytes.length) throw new Error('cut short');
    if (size === undefined) {
      if (type !== 'IHDR' || length !== 13) throw new Error('it does not begin with its dimensions');
      size = readDimensions(view, data);
    }
    if (type === 'IDAT') dataBytes += length;
    if (type === 'acTL') isAnimated = true;
    if (type === 'eXIf') orientation = orientationOf(bytes.subarray(data, data + length));
  }
  if (!size) throw new Error('it has no dimensions');
  const { width, height, rowBytes } = size;
  if (dataBytes * deflateLimit < rowBytes * height) throw new Error('too little image data for its size');
  // Packed worse than not at all: what follows the picture in there is only good for keeping a reader busy.
  if (dataBytes > 2 * (rowBytes + 8) * height + slackBytes)
    throw new Error('too much image data for its size');
  const notes = isAnimated ? ['animated: its first picture is used'] : [];
  return { width, height, orientation, unsupported: null, notes };
}

function readDimensions(view: DataView, at: number): { width: number; height: number; rowBytes: number } {
  const [width, height] = [view.getUint32(at), view.getUint32(at + 4)];
  const [depth, colorType] = [view.getUint8(at + 8), view.getUint8(at + 9)];
  if (!depthsOf[colorType]?.includes(depth)) throw new Error(`bit depth ${depth} of color type ${colorType}`);
  return { width, height, rowBytes: Math.ceil((width * depth * (channelsOf[colorType] ?? 1)) / 8) };
}
