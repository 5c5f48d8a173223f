import { glyphs } from '@convoy/core';
import { expect, it } from 'vitest';
import { drawnImages } from './drawnImages.ts';

const { train } = glyphs({ trainCount: 2, testCount: 1 });

it('draws characters in the middle of a larger picture, alike in every channel', () => {
  const { images, count } = drawnImages([32, 34, 3], 2).train;
  expect(count).toBe(2);
  expect(images).toHaveLength(2 * 32 * 34 * 3);
  const at = (n: number, y: number, x: number, c: number) => images[((n * 32 + y) * 34 + x) * 3 + c];
  for (let n = 0; n < 2; n++) {
    for (let y = 0; y < 28; y++) {
      for (let x = 0; x < 28; x++) {
        const byte = train.images[(n * 28 + y) * 28 + x];
        expect([at(n, y + 2, x + 3, 0), at(n, y + 2, x + 3, 2)]).toEqual([byte, byte]);
      }
    }
  }
  expect([at(0, 0, 0, 0), at(1, 31, 33, 1)]).toEqual([0, 0]);
});

it('cuts off what a smaller picture has no room for', () => {
  const { images } = drawnImages([20, 28, 1], 1).train;
  expect([...images]).toEqual([...train.images.subarray(4 * 28, 24 * 28)]);
});
