import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { drawPicture } from './picture.ts';

/** What a reader of PNG files sees: red, green, blue and opacity of each pixel. */
function pixelsOf(address: string): number[] {
  expect(address).toMatch(/^data:image\/png;base64,/);
  return [...PNG.sync.read(Buffer.from(address.split(',')[1] ?? '', 'base64')).data];
}

test('a picture in few colours comes back as it was drawn, with its gaps', () => {
  const { address, width, height } = drawPicture(3, 2, (x, y) => (x === 1 ? null : [10 * x, y, 7]));
  expect([width, height]).toEqual([3, 2]);
  expect(pixelsOf(address)).toEqual([
    0, 0, 7, 255, 0, 0, 0, 0, 20, 0, 7, 255, 0, 1, 7, 255, 0, 0, 0, 0, 20, 1, 7, 255,
  ]);
});

test('a picture in more than 256 colours comes back as it was drawn', () => {
  const { address } = drawPicture(20, 20, (x, y) => [x, y, 200]);
  const expected = Array.from({ length: 400 }, (_, i) => [i % 20, Math.floor(i / 20), 200, 255]).flat();
  expect(pixelsOf(address)).toEqual(expected);
});
