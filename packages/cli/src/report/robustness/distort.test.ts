import { expect, test } from 'vitest';
import { distortions, shiftRight } from './distort.ts';

const shape = [4, 4, 1] as const;
/** Two images of one bright pixel each, in the middle and at the left border. */
const images = new Uint8Array(32);
images[1 * 4 + 1] = 200;
images[16 + 2 * 4] = 100;

test('the level that changes nothing changes no byte', () => {
  for (const { name, apply, none } of distortions) {
    expect([name, ...apply({ images, shape }, none)]).toEqual([name, ...images]);
  }
});

test('every other level changes the images, the same way each time', () => {
  for (const { apply, levels, none, name } of distortions) {
    for (const level of levels.filter((each) => each !== none)) {
      const once = apply({ images, shape }, level);
      expect(once, `${name} ${level}`).not.toEqual(images);
      expect(apply({ images, shape }, level)).toEqual(once);
    }
  }
});

test('a shift to the right moves every pixel, and the border goes on at the left', () => {
  const shifted = shiftRight(images, shape, 1);
  expect(shifted[1 * 4 + 2]).toBe(200);
  expect(shifted[1 * 4 + 1]).toBe(0);
  expect([...shifted.subarray(16 + 8, 16 + 12)]).toEqual([100, 100, 0, 0]);
});

test('a quarter turn brings the pixel to where it belongs, to one side or the other', () => {
  const turn = distortions.find(({ name }) => name === 'rotation');
  const turned = turn?.apply({ images, shape }, 90).subarray(0, 16) ?? new Uint8Array();
  expect([turned[1 * 4 + 2], turned[2 * 4 + 1]].sort()).toEqual([0, 200]);
});
