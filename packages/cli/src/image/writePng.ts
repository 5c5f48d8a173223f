// Bytes of a data set as a PNG file that people can open.

import { writeFile } from 'node:fs/promises';
import type { ImageShape } from '@convoy/core';

/** Writes `[height, width, channels]` bytes (grey or red, green, blue) as a PNG file. */
export async function writePng(path: string, bytes: Uint8Array, shape: ImageShape): Promise<void> {
  const { PNG } = await import('pngjs');
  const [height, width, channels] = shape;
  const png = new PNG({ width, height });
  for (let index = 0; index < width * height; index++) {
    for (let c = 0; c < 3; c++)
      png.data[index * 4 + c] = bytes[index * channels + (channels === 1 ? 0 : c)] ?? 0;
    png.data[index * 4 + 3] = 255;
  }
  await writeFile(path, PNG.sync.write(png, { colorType: channels === 1 ? 0 : 2 }));
}
