import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { asPng, corner, picture } from '../testing/pictures.ts';
import { packedRows, rawPng } from '../testing/rawPng.node.ts';
import { fromBase64, samplePictures } from '../testing/samplePictures.ts';
import { decodeImage } from './decode.ts';
import { at } from './pixels.ts';

describe('the pixels of', () => {
  it.each(Object.entries(samplePictures))('%s are those that Pillow decodes', async (name, sample) => {
    const { pixels, format } = await decodeImage(fromBase64(sample.base64));
    expect(name).toContain(format);
    expect([pixels.width, pixels.height, pixels.channels]).toEqual([16, 16, 3]);
    expect(bytesToHex(sha256(Uint8Array.from(pixels.data)))).toBe(sample.sha256);
  });

  const kinds = [0, 2, 4, 6].flatMap((colorType) =>
    (colorType === 0 ? [1, 2, 4, 8, 16] : [8, 16]).flatMap((depth) =>
      [false, true].map((interlaced) => ({ colorType, depth, interlaced })),
    ),
  );
  it.each(kinds)('a PNG of %o are those that were written', async (kind) => {
    const layout = { width: 13, height: 11, ...kind };
    const channels = { 0: 1, 2: 3, 4: 2, 6: 4 }[kind.colorType] ?? 1;
    const [most, colors] = [2 ** kind.depth - 1, channels < 3 ? 1 : 3];
    const sample = (y: number, x: number, c: number) =>
      c === colors ? most : (y * 2371 + x * 977 + c * 331) % (most + 1);
    const file = rawPng({ ...layout, rows: packedRows(layout, channels, sample) });
    const { pixels } = await decodeImage(file);
    // Wide samples keep their upper byte, narrow ones are spread over 0 … 255.
    const asByte = (value: number) => (kind.depth === 16 ? value >> 8 : (value * 255) / most);
    for (let y = 0; y < 11; y++) {
      for (let x = 0; x < 13; x++) {
        const expected = [0, 1, 2].map((c) => asByte(sample(y, x, colors === 1 ? 0 : c)));
        expect([0, 1, 2].map((c) => at(pixels, y, x, c))).toEqual(expected);
      }
    }
  });

  it('a PNG with a palette, one color of it transparent, are its colors on a ground', async () => {
    const layout = { width: 4, height: 1, depth: 2, colorType: 3 };
    const rows = packedRows(layout, 1, (_, x) => x);
    const palette = Uint8Array.of(10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120);
    const file = rawPng({
      ...layout,
      rows,
      extra: [
        ['PLTE', palette],
        ['tRNS', Uint8Array.of(255, 0)],
      ],
    });
    const { pixels, notes } = await decodeImage(file);
    expect([...pixels.data]).toEqual([10, 20, 30, 255, 255, 255, 70, 80, 90, 100, 110, 120]);
    expect(notes).toEqual(['transparent parts read as white']);
  });
});

describe('an orientation noted by a camera', () => {
  /** A little-endian TIFF directory of one entry. */
  const exif = Uint8Array.of(
    ...[0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0],
    ...[0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0],
  );

  it('turns a PNG', async () => {
    const plain = asPng(20, 30, picture(20, 30, corner, [255, 255, 255], [0, 0, 0]));
    const [width, height] = [20, 30];
    const layout = { width, height };
    const stored = (await decodeImage(plain)).pixels;
    const rows = packedRows(layout, 1, (y, x) => at(stored, y, x, 0));
    const { pixels, notes } = await decodeImage(rawPng({ ...layout, rows, extra: [['eXIf', exif]] }));
    expect([pixels.width, pixels.height]).toEqual([30, 20]);
    expect([at(pixels, 1, 28, 0), at(pixels, 1, 1, 0)]).toEqual([255, 0]);
    expect(notes).toEqual(['turned upright as the camera says']);
  });

  it('turns a WebP', async () => {
    const flat = fromBase64(samplePictures['WebP, lossless']?.base64 ?? '');
    const upright = (await decodeImage(flat)).pixels;
    const chunk = Uint8Array.of(0x45, 0x58, 0x49, 0x46, exif.length, 0, 0, 0, ...exif);
    const canvas = Uint8Array.of(0x56, 0x50, 0x38, 0x58, 10, 0, 0, 0, 0x08, 0, 0, 0, 15, 0, 0, 15, 0, 0);
    const file = Uint8Array.of(...flat.subarray(0, 12), ...canvas, ...flat.subarray(12), ...chunk);
    new DataView(file.buffer).setUint32(4, file.length - 8, true);
    const { pixels } = await decodeImage(file);
    for (const [y, x] of [
      [0, 15],
      [3, 9],
    ] as const) {
      expect(at(pixels, y, x, 1)).toBe(at(upright, 15 - x, y, 1));
    }
  });
});

describe('what follows the end of a picture', () => {
  it('is left alone, as every viewer does', async () => {
    const tail = new Uint8Array(1000).fill(7);
    const png = asPng(4, 4, new Uint8Array(64).fill(255));
    expect((await decodeImage(Uint8Array.of(...png, ...tail))).pixels.width).toBe(4);
    const jpeg = fromBase64(samplePictures['JPEG, 4:2:0']?.base64 ?? '');
    expect((await decodeImage(Uint8Array.of(...jpeg, ...tail))).pixels.width).toBe(16);
  });
});
