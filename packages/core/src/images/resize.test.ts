import { expect, it } from 'vitest';
import { at, drawn } from './pixels.ts';
import { resize } from './resize.ts';

it('keeps a plain colour plain, whatever the sizes', () => {
  for (const [width, height] of [
    [7, 3],
    [28, 28],
    [100, 61],
  ] as const) {
    const small = resize(
      drawn(40, 30, 1, () => 131),
      width,
      height,
    );
    expect([small.width, small.height, small.data.length]).toEqual([width, height, width * height]);
    for (const value of small.data) expect(value).toBeCloseTo(131, 3);
  }
});

it('keeps a straight slope straight', () => {
  const slope = drawn(300, 4, 1, (_, x) => x);
  const small = resize(slope, 30, 4);
  for (let x = 2; x < 28; x++) expect(at(small, 2, x, 0)).toBeCloseTo(x * 10 + 4.5, 2);
});

it('averages fine stripes away instead of picking some of them', () => {
  const stripes = drawn(280, 1, 1, (_, x) => (x % 2) * 200);
  const small = resize(stripes, 28, 1);
  for (let x = 1; x < 27; x++) expect(Math.abs(at(small, 0, x, 0) - 100)).toBeLessThan(1);
});
