// What the first bytes of a picture file say of it. Apart from decoding, so that the main thread loads no decoder.

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the header of a picture says of its size; undefined if it has no such header, and will not be decoded either. */
export function declaredSize(file: Uint8Array): Size | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (isPng(file)) {
    return file.length < 24 ? undefined : { width: view.getUint32(16), height: view.getUint32(20) };
  }
  return isJpeg(file) ? frameSize(view) : undefined;
}

/** Whether a file begins as a picture that can be decoded does. */
export function isPicture(file: Uint8Array): boolean {
  return isPng(file) || isJpeg(file);
}

const isPng = (file: Uint8Array) => [0x89, 0x50, 0x4e, 0x47].every((byte, at) => file[at] === byte);
const isJpeg = (file: Uint8Array) => [0xff, 0xd8, 0xff].every((byte, at) => file[at] === byte);

/** The largest of a JPEG's frames (ITU-T T.81, annex B): a decoder makes room for each that it meets. */
function frameSize(view: DataView): Size | undefined {
  let largest: Size | undefined;
  for (let at = 2; at + 9 <= view.byteLength; ) {
    if (view.getUint8(at) !== 0xff || !hasSegment(view.getUint8(at + 1))) {
      at += 1; // compressed data, or filling before a marker
      continue;
    }
    if (isFrame(view.getUint8(at + 1))) {
      const size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      if (largest === undefined || size.width * size.height > largest.width * largest.height) largest = size;
    }
    at += 2 + view.getUint16(at + 2);
  }
  return largest;
}

/** Whether a marker is followed by a segment with a length; 0 is a byte of data, the others stand alone. */
function hasSegment(marker: number): boolean {
  return marker >= 0xc0 && marker < 0xff && !(marker >= 0xd0 && marker <= 0xd9);
}

function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
