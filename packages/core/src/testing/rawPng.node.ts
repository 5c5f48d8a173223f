// PNG files made chunk by chunk, right or wrong on purpose.

import { crc32, deflateSync } from 'node:zlib';

export interface RawPng {
  readonly width: number;
  readonly height: number;
  /** @default 8 */
  readonly depth?: number;
  /** 0 gray, 2 RGB, 3 palette, 4 gray with alpha, 6 RGB with alpha. @default 0 */
  readonly colorType?: number;
  readonly interlaced?: boolean;
  /** Chunks before the image data. */
  readonly extra?: readonly (readonly [type: string, data: Uint8Array])[];
  /** The rows, each behind its filter byte, before they are packed. */
  readonly rows: Uint8Array;
}

export function rawPng(png: RawPng): Uint8Array<ArrayBuffer> {
  const { width, height, depth = 8, colorType = 0, interlaced = false, extra = [], rows } = png;
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  for (const [at, value] of [depth, colorType, 0, 0, Number(interlaced)].entries()) {
    header.setUint8(8 + at, value);
  }
  const chunks = [
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...extra.map(([type, data]) => chunk(type, data)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ];
  return new Uint8Array(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks]));
}

/** The packed rows of a picture whose every sample is `sample(y, x, channel)`, for the whole or for Adam7's seven passes. */
export function packedRows(
  { width, height, depth = 8, interlaced = false }: Omit<RawPng, 'rows'>,
  channels: number,
  sample: (y: number, x: number, channel: number) => number,
): Uint8Array {
  const bytes: number[] = [];
  for (const [x0, y0, dx, dy] of interlaced ? adam7 : whole) {
    if (x0 >= width) continue;
    for (let y = y0; y < height; y += dy) {
      bytes.push(0);
      let bits = '';
      for (let x = x0; x < width; x += dx) {
        for (let c = 0; c < channels; c++) bits += sample(y, x, c).toString(2).padStart(depth, '0');
      }
      for (let at = 0; at < bits.length; at += 8)
        bytes.push(Number.parseInt(bits.slice(at, at + 8).padEnd(8, '0'), 2));
    }
  }
  return Uint8Array.from(bytes);
}

type Pass = readonly [x0: number, y0: number, dx: number, dy: number];
const whole: readonly Pass[] = [[0, 0, 1, 1]];
const adam7: readonly Pass[] = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
];

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
