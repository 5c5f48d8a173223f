import { expect, test } from 'vitest';
import { asPng } from '../../testing/pictures.ts';
import { codecModule } from './modules.ts';
import { decodePng } from './png.ts';
import { createPngCodec } from './pngCodec.ts';

function plain(size: number, value: number): Uint8Array {
  return asPng(size, size, new Uint8Array(4 * size * size).fill(value));
}

test('a picture leaves nothing in the codec that the next one gets', async () => {
  const codec = createPngCodec(await codecModule('PNG'));
  const bytes = new Uint8Array(codec.memory.buffer);
  const untouched = bytes.slice();
  for (const value of [0xa5, 0x5a]) {
    expect(codec.decode(plain(100, value))?.data.at(-1)).toBe(value);
    const pixels = bytes.reduce((count, byte) => count + (byte === value ? 1 : 0), 0);
    expect(pixels).toBeGreaterThan(40_000);
    expect(codec.clear()).toBe(true);
    expect(Buffer.compare(bytes, untouched)).toBe(0);
  }
});

test('a codec whose memory has grown for a large picture is not used again', async () => {
  const codec = createPngCodec(await codecModule('PNG'));
  expect(codec.decode(plain(600, 1))?.width).toBe(600);
  expect(codec.clear()).toBe(false);
});

test('pictures decode after one that is damaged and one that is large', async () => {
  const cut = plain(64, 9).subarray(0, -40);
  for (const size of [16, 700, 16]) {
    await expect(decodePng(cut)).rejects.toThrow('its image data do not decode');
    const { width, data } = await decodePng(plain(size, size % 256));
    expect([width, data.length, data[0]]).toEqual([size, 4 * size * size, size % 256]);
  }
});
