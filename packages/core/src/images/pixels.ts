// A decoded picture between its file and a network: bytes as long as it is what the file holds, floats once it was resized or
// blended, so that nothing is rounded twice.

/** `[height, width, channels]` */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** A decoded picture. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** `[height, width, channels]`, 0 … 255. */
  readonly data: Float32Array | Uint8Array;
}

/** The value at a place known to be inside. */
export function at(pixels: Pixels, y: number, x: number, channel: number): number {
  return pixels.data[(y * pixels.width + x) * pixels.channels + channel] as number;
}

/** A new picture, each value computed from its place. */
export function drawn(
  width: number,
  height: number,
  channels: number,
  value: (y: number, x: number, channel: number) => number,
): Pixels & { readonly data: Float32Array } {
  const data = new Float32Array(width * height * channels);
  let index = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) data[index++] = value(y, x, c);
    }
  }
  return { width, height, channels, data };
}

/**
 * Luma of Rec. 601, as grey conversions of photographs and MNIST's tools use it. One channel stays as it is, and so does
 * the value of a pixel that is grey already: the weights' sum is 1 only nearly.
 */
export function toGrey(pixels: Pixels): Pixels {
  if (pixels.channels === 1) return pixels;
  return drawn(pixels.width, pixels.height, 1, (y, x) => {
    const [red, green, blue] = [at(pixels, y, x, 0), at(pixels, y, x, 1), at(pixels, y, x, 2)];
    return red === green && green === blue ? red : 0.299 * red + 0.587 * green + 0.114 * blue;
  });
}

/** Whether red, green and blue are the same everywhere. */
export function isGrey({ channels, data }: Pixels): boolean {
  if (channels === 1) return true;
  for (let index = 0; index < data.length; index += channels) {
    if (data[index] !== data[index + 1] || data[index] !== data[index + 2]) return false;
  }
  return true;
}

/** `255 − value`. */
export function inverted(pixels: Pixels): Pixels {
  return { ...pixels, data: Float32Array.from(pixels.data, (value) => 255 - value) };
}
