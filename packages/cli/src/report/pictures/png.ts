// PNG files with a palette. A report holds thousands of little maps in few colours, which take a third of the room that
// they take in full colour; the library that reads and writes the other pictures of Convoy writes no palettes.
// PNG specification, second edition: https://www.w3.org/TR/2003/REC-PNG-20031110/

import { crc32, deflateSync } from 'node:zlib';
import type { Rgb } from './colours.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const palettedColour = 3;
const fullColour = 2;

/**
 * @param pixels `[height, width]` places in `palette`; at most 256 of them
 * @param transparent the place in the palette through which one sees the page; null if there is none
 */
export function encodePaletted(
  width: number,
  height: number,
  pixels: Uint8Array,
  palette: readonly Rgb[],
  transparent: number | null,
): Buffer {
  return file(width, height, palettedColour, [
    chunk('PLTE', Uint8Array.from(palette.flat())),
    ...(transparent === null ? [] : [chunk('tRNS', opacityUpTo(transparent))]),
    chunk('IDAT', compressed(pixels, width)),
  ]);
}

function opacityUpTo(transparent: number): Uint8Array {
  return Uint8Array.from({ length: transparent + 1 }, (_, place) => (place === transparent ? 0 : 255));
}

/** @param pixels `[height, width, 3]` */
export function encodeFullColour(width: number, height: number, pixels: Uint8Array): Buffer {
  return file(width, height, fullColour, [chunk('IDAT', compressed(pixels, 3 * width))]);
}

function file(width: number, height: number, colourType: number, chunks: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, colourType, 0, 0, 0], 8); // 8 bits a channel; deflate, filters and no interlace, as they always are
  return Buffer.concat([signature, chunk('IHDR', header), ...chunks, chunk('IEND', new Uint8Array())]);
}

/** Rows, each behind a 0: no filter, which suits pictures in few colours. */
function compressed(pixels: Uint8Array, rowBytes: number): Uint8Array {
  const rows = pixels.length / rowBytes;
  const lines = new Uint8Array(rows * (rowBytes + 1));
  for (let y = 0; y < rows; y++) {
    lines.set(pixels.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  }
  return deflateSync(lines, { level: 9 });
}

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), 4 + body.length);
  return framed;
}
