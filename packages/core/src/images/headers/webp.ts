// The chunks of a WebP file (RFC 9649, "WebP Image Format").

import { orientationOf } from '../orientation.ts';
import type { ImageHeader } from './imageHeader.ts';

const animationFlag = 0x02;

interface Size {
  readonly width: number;
  readonly height: number;
}

export function readWebpHeader(bytes: Uint8Array): ImageHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) throw new Error('cut short');
  let canvas: (Size & { readonly isAnimated: boolean }) | undefined;
  let image: Size | undefined;
  let orientation = 1;
  for (let offset = 12; offset + 8 <= end; ) {
    const type = String.fromCharCode(...bytes.subarray(offset, offset + 4));
    const length = view.getUint32(offset + 4, true);
    const data = bytes.subarray(offset + 8, offset + 8 + length);
    if (offset + 8 + length > end) throw new Error('cut short');
    if (type === 'VP8X') canvas = readCanvas(data);
    else if (type === 'VP8 ') image ??= readLossy(data);
    else if (type === 'VP8L') image ??= readLossless(data);
    else if (type === 'EXIF') orientation = orientationOf(data);
    offset += 8 + length + (length & 1);
  }
  if (canvas?.isAnimated) {
    return { ...canvas, orientation, notes: [], unsupported: 'animation. Save one picture of it' };
  }
  if (!image) throw new Error('it has no image data');
  if (canvas && (canvas.width !== image.width || canvas.height !== image.height)) {
    throw new Error('two different sizes');
  }
  return { ...image, orientation, unsupported: null, notes: [] };
}

function readCanvas(data: Uint8Array): Size & { readonly isAnimated: boolean } {
  if (data.length < 10) throw new Error('cut short');
  const uint24 = (at: number) =>
    (data[at] ?? 0) + (data[at + 1] ?? 0) * 2 ** 8 + (data[at + 2] ?? 0) * 2 ** 16;
  return { width: uint24(4) + 1, height: uint24(7) + 1, isAnimated: ((data[0] ?? 0) & animationFlag) !== 0 };
}

/** Three bytes of frame tag, three of start code, then 14 bits each (RFC 6386, 9.1). */
function readLossy(data: Uint8Array): Size {
  if (data.length < 10) throw new Error('cut short');
  const uint14 = (at: number) => ((data[at] ?? 0) + (data[at + 1] ?? 0) * 256) & 0x3fff;
  return { width: uint14(6), height: uint14(8) };
}

/** One byte of signature, then 14 bits each, less one (RFC 9649, 3.4). */
function readLossless(data: Uint8Array): Size {
  if (data.length < 5) throw new Error('cut short');
  const bits = new DataView(data.buffer, data.byteOffset).getUint32(1, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}
