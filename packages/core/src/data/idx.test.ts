import { describe, expect, it } from 'vitest';
import { parseIdx } from './idx.ts';

/** Two images of 2 × 3 pixels. */
const images = Uint8Array.of(
  0,
  0,
  8,
  3,
  0,
  0,
  0,
  2,
  0,
  0,
  0,
  2,
  0,
  0,
  0,
  3,
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  10,
  11,
  255,
);

describe('parseIdx', () => {
  it('reads shape and values', () => {
    const { shape, data } = parseIdx(images);
    expect(shape).toEqual([2, 2, 3]);
    expect(Array.from(data)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
  });

  it('reads labels, and from the middle of a larger buffer', () => {
    const larger = Uint8Array.of(9, 9, 9, 0, 0, 8, 1, 0, 0, 0, 3, 7, 2, 1, 9);
    expect(parseIdx(larger.subarray(3, -1))).toEqual({ shape: [3], data: Uint8Array.of(7, 2, 1) });
  });

  it('refuses a truncated file, saying how much there is and how much there should be', () => {
    for (let length = 0; length < images.length; length++)
      expect(() => parseIdx(images.subarray(0, length), 'train')).toThrow(/^train: /);
    expect(() => parseIdx(images.subarray(0, -1), 'train')).toThrow(
      'train: truncated: shape [2,2,3] needs 28 bytes, found 27',
    );
  });

  it('refuses a file that goes on after its end', () => {
    expect(() => parseIdx(Uint8Array.of(...images, 0))).toThrow(
      'too long: shape [2,2,3] needs 28 bytes, found 29',
    );
  });

  it('refuses a wrong magic number, and says what to do with gzip', () => {
    expect(() => parseIdx(Uint8Array.of(0, 0, 13, 1, 0, 0, 0, 0))).toThrow('found 00000d01');
    expect(() => parseIdx(Uint8Array.of(0, 0, 8, 0, 0, 0, 0, 0))).toThrow(
      'a rank from 1 to 4, found 00000800',
    );
    expect(() => parseIdx(Uint8Array.of(0x1f, 0x8b, 8, 0))).toThrow('It is gzip: decompress it first');
  });

  it('refuses extents far larger than the file, without allocating them', () => {
    const huge = Uint8Array.of(0, 0, 8, 3, ...new Array<number>(12).fill(255), 1, 2, 3);
    expect(() => parseIdx(huge)).toThrow('truncated');
  });
});
