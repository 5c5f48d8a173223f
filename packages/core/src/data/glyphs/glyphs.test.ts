import { describe, expect, it } from 'vitest';
import { summarizeDataset } from '../summary.ts';
import { glyphs } from './glyphs.ts';

describe('glyphs', () => {
  it('has the same bytes everywhere', () => {
    const dataset = glyphs();
    expect(dataset.sha256).toBe('a22e7d634e354551ee7a9a52b037a1a81e2be51054296dc8abfd2c86e9d772fe');
    const { train, test } = summarizeDataset(dataset);
    expect(train.count).toBe(12_000);
    expect(train.classCounts).toEqual(new Array(10).fill(1200));
    expect(test.classCounts).toEqual(new Array(10).fill(200));
    // Ink on a dark ground, as in MNIST.
    expect(train.mean[0]).toBeGreaterThan(0.05);
    expect(train.mean[0]).toBeLessThan(0.2);
  });

  it('draws the same first images whatever the count', () => {
    const few = glyphs({ seed: 3, trainCount: 25, testCount: 5 });
    const more = glyphs({ seed: 3, trainCount: 40, testCount: 8 });
    expect(few.train.images).toEqual(more.train.images.subarray(0, 25 * 784));
    expect(few.train.labels).toEqual(more.train.labels.subarray(0, 25));
    expect(few.test.images).toEqual(more.test.images.subarray(0, 5 * 784));
  });

  it('draws other images from another seed, and never the same twice', () => {
    const a = glyphs({ seed: 1, trainCount: 200, testCount: 100 });
    const b = glyphs({ seed: 2, trainCount: 200, testCount: 100 });
    const images = [a.train, a.test, b.train, b.test].flatMap(({ images, count }) =>
      Array.from({ length: count }, (_, row) => images.subarray(row * 784, (row + 1) * 784).join()),
    );
    expect(new Set(images).size).toBe(600);
  });

  it('shares its pixels between threads', () => {
    const { train } = glyphs({ trainCount: 10, testCount: 10 });
    expect(train.images.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('can be empty, and refuses a count or a seed that is no whole number', () => {
    expect(glyphs({ trainCount: 0, testCount: 0 }).train.count).toBe(0);
    expect(() => glyphs({ trainCount: 1.5 })).toThrow(
      'number of images: expected a whole number from 0, got 1.5',
    );
    expect(() => glyphs({ testCount: -1, trainCount: 0 })).toThrow('got -1');
    expect(() => glyphs({ seed: -1 })).toThrow('run seed');
  });

  it('can be told apart by its labels: the nearest mean image is right far more often than chance', () => {
    const { train, test } = glyphs({ trainCount: 3000, testCount: 500 });
    const means = Array.from({ length: 10 }, () => new Float64Array(784));
    train.labels.forEach((label, row) => {
      means[label]?.forEach((mean, i, all) => {
        all[i] = mean + (train.images[row * 784 + i] ?? 0) / 300;
      });
    });
    const distance = (row: number, mean: Float64Array) =>
      mean.reduce((sum, value, i) => sum + (value - (test.images[row * 784 + i] ?? 0)) ** 2, 0);
    let right = 0;
    test.labels.forEach((label, row) => {
      const distances = means.map((mean) => distance(row, mean));
      if (distances.indexOf(Math.min(...distances)) === label) right++;
    });
    expect(right / 500).toBeGreaterThan(0.25);
    // And by no such simple means well.
    expect(right / 500).toBeLessThan(0.8);
  });
});
