import { describe, expect, it } from 'vitest';
import { forwardTolerance, meanDistance, worstDeviation } from './compare.ts';

describe('worstDeviation', () => {
  it('is the greatest share of the tolerance, and where it is', () => {
    const deviation = worstDeviation([1, 2.1, 3], [1, 2, 3], { absolute: 0.1, relative: 0.05 });
    expect(deviation).toEqual({ share: expect.closeTo(0.5), index: 1, actual: 2.1, expected: 2 });
  });

  it('is infinite where a value is not a number or missing on either side', () => {
    for (const [actual, expected] of [
      [
        [1, Number.NaN],
        [1, 2],
      ],
      [
        [1, 2],
        [1, Number.NaN],
      ],
      [[Number.NaN], [Number.NaN]],
      [[1], [1, 2]],
      [[1, 2], [1]],
      [
        [1, Number.POSITIVE_INFINITY],
        [1, 2],
      ],
    ] as const) {
      expect(worstDeviation(actual, expected, forwardTolerance).share).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it('is nothing for equal arrays, even at no tolerance', () => {
    expect(worstDeviation([0, 5], [0, 5], { absolute: 0, relative: 0 }).share).toBe(0);
  });
});

describe('meanDistance', () => {
  it('averages over the elements', () => {
    expect(meanDistance([1, 2, 3], [1, 4, 2])).toBe(1);
  });
});
