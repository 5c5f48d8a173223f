import { expect, test } from 'vitest';
import { median, spreadOf } from './statistics.ts';

test('the median is the value in the middle, or the mean of the two there', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('values are compared as numbers, and left in their order', () => {
  const values = [10, 9, 100];
  expect(spreadOf(values)).toEqual({ median: 10, min: 9, max: 100 });
  expect(values).toEqual([10, 9, 100]);
});

test('there is no median of nothing', () => {
  expect(median([])).toBeNaN();
});
