// Any picture to the shape that a network takes. Training on a folder and prediction both come through here: what a network
// is asked about was made as what it learnt from.

import { at, drawn, type ImageShape, type Pixels, toGrey } from './pixels.ts';
import { resize } from './resize.ts';

/** Cuts a picture to its middle, of the aspect ratio of `shape`, and resizes that; `notes` says what was done. */
export function fitImage(
  pixels: Pixels,
  [height, width, channels]: ImageShape,
): { pixels: Pixels; notes: string[] } {
  const coloured = channels === 1 ? toGrey(pixels) : pixels;
  if (pixels.width === width && pixels.height === height) return { pixels: coloured, notes: [] };
  const cropped = cropToAspect(coloured, width / height);
  const isCropped = cropped.width !== pixels.width || cropped.height !== pixels.height;
  const notes = [`${isCropped ? 'cut to its middle and ' : ''}resized to ${width} × ${height}`];
  return { pixels: resize(cropped, width, height), notes };
}

/** `[height, width, channels]`, 0 … 255, rounded. */
export function bytesOf({ data }: Pixels): Uint8Array {
  const bytes = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at++) bytes[at] = Math.round(data[at] as number);
  return new Uint8Array(bytes.buffer);
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
