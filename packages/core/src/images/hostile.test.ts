import { describe, expect, it } from 'vitest';
import { prepareImage } from '../data/prepareImage.ts';
import { asPng } from '../testing/pictures.ts';
import { rawPng } from '../testing/rawPng.node.ts';
import { fromBase64, samplePictures, unreadPictures } from '../testing/samplePictures.ts';
import { decodeImage } from './decode.ts';

function sample(name: string): Uint8Array<ArrayBuffer> {
  const found = samplePictures[name];
  if (!found) throw new Error(`no sample ${name}`);
  return fromBase64(found.base64);
}

/** A JPEG with its frame's precision, height and width overwritten. */
function withFrame(file: Uint8Array, frame: readonly number[]): Uint8Array {
  const copy = Uint8Array.from(file);
  const at = copy.findIndex((byte, index) => byte === 0xff && (copy[index + 1] ?? 0) >> 1 === 0xc0 >> 1);
  copy.set(frame, at + 4);
  return copy;
}

describe('a picture that holds less than it says', () => {
  it('is refused, and never filled with what lies in memory', async () => {
    const secret = asPng(8, 8, new Uint8Array(256).fill(0x5e));
    const short = rawPng({ width: 8, height: 8, colorType: 2, rows: Uint8Array.of(0, 1, 2) });
    for (let turn = 0; turn < 50; turn++) {
      await decodeImage(secret);
      await expect(decodeImage(short, { name: 'short.png' })).rejects.toThrow('damaged PNG image: short.png');
    }
  });

  it.each(Object.keys(samplePictures))('%s, cut off anywhere, is refused', async (name) => {
    const whole = sample(name);
    for (let length = 0; length < whole.length; length += name.startsWith('WebP') ? 3 : 13) {
      await expect(decodeImage(whole.subarray(0, length))).rejects.toMatchObject({ code: 'invalid-data' });
    }
  });

  it('of 50,000 × 50,000 pixels in 74 bytes is refused at any limit', async () => {
    const file = rawPng({ width: 50_000, height: 50_000, colorType: 2, rows: new Uint8Array(9) });
    expect(file.length).toBeLessThan(90);
    await expect(decodeImage(file)).rejects.toThrow('too little image data');
    await expect(decodeImage(file, { maxPixels: 1e10 })).rejects.toThrow('too little image data');
  });
});

describe('a picture larger than the limit', () => {
  it('is refused by its dimensions, before anything is decoded', async () => {
    const rows = new Uint8Array(10_000 * 10_001);
    const png = rawPng({ width: 10_000, height: 10_000, rows });
    await expect(decodeImage(png, { name: 'bomb.png' })).rejects.toThrow(
      'image too large: bomb.png is 10,000 × 10,000 pixels, expected at most 64,000,000 in all',
    );
    const jpeg = withFrame(sample('JPEG, 4:2:0'), [8, 0xff, 0xdc, 0xff, 0xdc]);
    await expect(decodeImage(jpeg)).rejects.toThrow('65,500 × 65,500 pixels');
    const webp = sample('WebP, lossless');
    webp.set([0xff, 0xff, 0xff, 0x0f], 21);
    await expect(decodeImage(webp)).rejects.toThrow('16,384 × 16,384 pixels');
  });

  it('is decoded if the limit is raised, and refused from a lower one on', async () => {
    const file = sample('JPEG, 4:2:0');
    await expect(decodeImage(file, { maxPixels: 255 })).rejects.toThrow('expected at most 255 in all');
    expect((await decodeImage(file, { maxPixels: 256 })).pixels.width).toBe(16);
    const target = { imageShape: [8, 8, 3], classNames: ['a', 'b'] } as const;
    await expect(prepareImage(file, 'a.jpg', target, { maxPixels: 9 })).rejects.toThrow('too large: a.jpg');
    await expect(decodeImage(file, { maxPixels: Number.NaN })).rejects.toThrow(
      'maxPixels: expected a number',
    );
  });
});

describe('a picture of a kind that is not read', () => {
  it.each([
    ['of 12 bits', () => withFrame(sample('JPEG, gray'), [12]), 'JPEG image: p: 12 bits per channel. Save'],
    ['of CMYK colors', () => fromBase64(unreadPictures['CMYK JPEG']), 'JPEG image: p: CMYK colors. Save it'],
    ['that moves', () => fromBase64(unreadPictures['animated WebP']), 'WebP image: p: animation. Save one'],
  ])('%s is refused as that, not as damaged', async (_, file, message) => {
    await expect(decodeImage(file(), { name: 'p' })).rejects.toThrow(`unsupported ${message}`);
  });

  it('without pixels is refused', async () => {
    const empty = rawPng({ width: 0, height: 28, rows: new Uint8Array(28) });
    await expect(decodeImage(empty, { name: 'p' })).rejects.toThrow('image without pixels: p is 0 × 28');
  });

  it('with scans enough to keep a decoder busy for hours is refused', async () => {
    const file = sample('JPEG, progressive');
    const at = file.findLastIndex((byte, index) => byte === 0xff && file[index + 1] === 0xda);
    const scans = new Array(200).fill([...file.subarray(at, -2)]).flat();
    const many = Uint8Array.of(...file.subarray(0, -2), ...scans, 0xff, 0xd9);
    await expect(decodeImage(many)).rejects.toThrow('more than 100 scans');
  });

  it('with far more data packed into it than its size needs is refused', async () => {
    const bomb = rawPng({ width: 4, height: 4, rows: new Uint8Array(100_000_000) });
    await expect(decodeImage(bomb)).rejects.toThrow('too much image data for its size');
  });
});
