// Picture files to pixels: PNG by pngjs, JPEG by jpeg-js, recognised by their first bytes and never by the file's name.

import { CoreError } from '../errors.ts';
import { reasonOf } from '../reason.ts';
import type { Pixels } from './pixels.ts';

/** A picture that was read from a file. */
export interface Decoded {
  /** Red, green, blue. */
  readonly pixels: Pixels;
  readonly format: 'PNG' | 'JPEG';
  /** What was done on the way that a person should know. */
  readonly notes: readonly string[];
}

/**
 * Decodes a PNG or JPEG file.
 * @param name of the file, for errors
 * @throws {CoreError} `invalid-data` if it is empty, damaged or of another format
 */
export async function decodeImage(bytes: Uint8Array, name: string): Promise<Decoded> {
  if (bytes.length === 0) throw new CoreError('invalid-data', `empty image file: ${name}`);
  const format = formatOf(bytes);
  if (!format) {
    throw new CoreError(
      'invalid-data',
      `not a PNG or JPEG image: ${name}. Convert it first; other formats are not read`,
    );
  }
  try {
    return format === 'PNG' ? await decodePng(bytes) : await decodeJpeg(bytes);
  } catch (cause) {
    throw new CoreError(
      'invalid-data',
      `damaged ${format} image: ${name} (${reasonOf(cause)}). Open it in an image viewer, save it anew`,
      { cause },
    );
  }
}

function formatOf(bytes: Uint8Array): 'PNG' | 'JPEG' | undefined {
  if ([0x89, 0x50, 0x4e, 0x47].every((byte, index) => bytes[index] === byte)) return 'PNG';
  if ([0xff, 0xd8, 0xff].every((byte, index) => bytes[index] === byte)) return 'JPEG';
  return undefined;
}

async function decodePng(bytes: Uint8Array): Promise<Decoded> {
  const { PNG } = await import('pngjs');
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
  return { ...opaque({ width, height, channels: 4, data: new Float32Array(data) }), format: 'PNG' };
}

async function decodeJpeg(bytes: Uint8Array): Promise<Decoded> {
  const { default: jpeg } = await import('jpeg-js');
  const { orientationOf, upright } = await import('./orientation.node.ts');
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    maxMemoryUsageInMB: 2048,
  });
  const pixels: Pixels = { width, height, channels: 3, data: new Float32Array(data) };
  const orientation = await orientationOf(bytes);
  if (orientation === 1) return { pixels, format: 'JPEG', notes: [] };
  return {
    pixels: upright(pixels, orientation),
    format: 'JPEG',
    notes: ['turned upright as the camera says'],
  };
}

/** Puts transparent pixels on white, or on black where what is opaque is light: else a white drawing would vanish. */
function opaque({ width, height, data }: Pixels): { pixels: Pixels; notes: string[] } {
  let [light, total] = [0, 0];
  for (let index = 0; index < data.length; index += 4) {
    const alpha = data[index + 3] as number;
    for (let c = 0; c < 3; c++) light += ((data[index + c] as number) / 3) * alpha;
    total += alpha;
  }
  const isTransparent = total < 255 * width * height;
  const background = isTransparent && light / Math.max(total, 1) > 127.5 ? 0 : 255;
  const flat = new Float32Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const alpha = (data[pixel * 4 + 3] as number) / 255;
    for (let c = 0; c < 3; c++) {
      flat[pixel * 3 + c] = (data[pixel * 4 + c] as number) * alpha + background * (1 - alpha);
    }
  }
  const notes = isTransparent ? [`transparent parts read as ${background === 0 ? 'black' : 'white'}`] : [];
  return { pixels: { width, height, channels: 3, data: flat }, notes };
}
