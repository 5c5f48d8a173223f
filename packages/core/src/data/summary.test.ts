import { expect, it } from 'vitest';
import { summarizeDataset } from './summary.ts';

it('a summary counts classes, and gives mean and standard deviation of each channel', () => {
  const train = {
    count: 2,
    images: Uint8Array.of(0, 255, 51, 255, 0, 255, 51, 255),
    labels: Uint8Array.of(2, 2),
  };
  const test = { count: 1, images: Uint8Array.of(10, 20, 10, 20), labels: Uint8Array.of(0) };
  const summary = summarizeDataset({
    name: 'small',
    imageShape: [1, 2, 2],
    classNames: ['a', 'b', 'c'],
    train,
    test,
    sha256: '',
  });
  expect(summary.train.classCounts).toEqual([0, 0, 2]);
  expect(summary.train.mean).toEqual([0.1, 1]);
  expect(summary.train.standardDeviation).toEqual([0.1, 0]);
  expect(summary.test).toEqual({
    count: 1,
    classCounts: [1, 0, 0],
    mean: [10 / 255, 20 / 255],
    standardDeviation: [0, 0],
  });
});
