import { expect, it } from 'vitest';
import { Trend } from './trend.ts';

function trendOf(values: readonly number[]): Trend {
  const trend = new Trend();
  for (const value of values) trend.add(value);
  return trend;
}

it('draws the least value lowest and the greatest highest', () => {
  expect(trendOf([7, 6, 5, 4, 3, 2, 1, 0]).draw(8)).toBe('█▇▆▅▄▃▂▁');
  expect(trendOf([0, 10, 0]).draw(8)).toBe('▁█▁');
});

it('is flat where nothing changes, and empty where nothing is known', () => {
  expect(trendOf([3, 3, 3]).draw(8)).toBe('▁▁▁');
  expect(trendOf([]).draw(8)).toBe('');
  expect(trendOf([Number.NaN, 1]).draw(8)).toBe('▁');
});

it('keeps the whole course of a long training in the width that there is', () => {
  const rising = trendOf(Array.from({ length: 100_000 }, (_, step) => step));
  expect(rising.draw(8)).toBe('▁▂▃▄▅▆▇█');
  expect(rising.draw(3)).toHaveLength(3);
});
