// Augmentations as a training sees them: a row of pixels that count 0, 1, 2 … shows where each pixel came from.

import { describe, expect, it } from 'vitest';
import { deriveSeed } from '../../random/seed.ts';
import { BatchMaker } from '../batches.ts';
import type { ImageShape } from '../dataset.ts';
import { Augmenter } from './augmenter.ts';
import { Cutout } from './cutout.ts';
import { type AugmentationSpec, resolveAugmentation } from './list.ts';
import { RandomCrop } from './randomCrop.ts';
import { RandomFlip } from './randomFlip.ts';
import { RandomRotation } from './randomRotation.ts';
import { RandomTranslation } from './randomTranslation.ts';
import { RandomZoom } from './randomZoom.ts';

const imageShape: ImageShape = [4, 3, 1];
const size = 12;

/** Every row of an epoch, of `count` rows that are all 0, 1, 2 … 11. */
function seen(
  augmentation: readonly AugmentationSpec[],
  epoch: number,
  count: number,
  order: Uint32Array | null = null,
): readonly (readonly number[])[] {
  const augmenter = new Augmenter(augmentation, imageShape, deriveSeed(4, 'augmentation'));
  const batches = new BatchMaker(imageShape, { mean: [0], standardDeviation: [1 / 255] }, count);
  const images = Uint8Array.from({ length: count * size }, (_, i) => i % size);
  const labels = new Uint8Array(count);
  const { images: made } = batches.make(images, labels, order, 0, count, augmenter.inEpoch(epoch));
  return Array.from({ length: count }, (_, n) =>
    [...made.subarray(n * size, (n + 1) * size)].map(Math.round),
  );
}

const asIs = Array.from({ length: size }, (_, i) => i);
const mirrored = [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9];
const isMirrored = (row: readonly number[]) => row[0] === 2;

function share<T>(values: readonly T[], is: (value: T) => boolean): number {
  return values.filter(is).length / values.length;
}

describe('RandomFlip', () => {
  it('mirrors about half of the images, others in each epoch', () => {
    const flip = [RandomFlip({ mode: 'horizontal' })];
    const epochs = [0, 1].map((epoch) => seen(flip, epoch, 2000));
    for (const rows of epochs) {
      for (const row of rows) expect(row).toEqual(isMirrored(row) ? mirrored : asIs);
      // Four standard deviations of 2,000 coins.
      expect(Math.abs(share(rows, isMirrored) - 0.5)).toBeLessThan(0.045);
    }
    const [first = [], second = []] = epochs;
    const changed = first.filter((row, n) => isMirrored(row) !== isMirrored(second[n] ?? []));
    expect(Math.abs(changed.length / 2000 - 0.5)).toBeLessThan(0.045);
  });

  it('alternates: half of the images before the first epoch, then all of them before every other', () => {
    const flip = [RandomFlip({ mode: 'horizontal', alternating: true })];
    const [first = [], second, third] = [0, 1, 2].map((epoch) => seen(flip, epoch, 2000).map(isMirrored));
    expect(Math.abs(share(first, Boolean) - 0.5)).toBeLessThan(0.045);
    expect(second).toEqual(first.map((flipped) => !flipped));
    expect(third).toEqual(first);
  });

  it('mirrors each direction by itself', () => {
    const rows = seen([RandomFlip()], 0, 400).map((row) => row[0]);
    expect([...new Set(rows)].sort((a = 0, b = 0) => a - b)).toEqual([0, 2, 9, 11]);
    const vertical = seen([RandomFlip({ mode: 'vertical' })], 0, 100).map((row) => row[0]);
    expect(new Set(vertical)).toEqual(new Set([0, 9]));
  });
});

describe('RandomCrop', () => {
  it('cuts out of the padded image, every place about as often', () => {
    const counts = new Map<string, number>();
    for (const row of seen([RandomCrop({ padding: 1, fill: 'zeros' })], 3, 9000)) {
      const key = row.join(' ');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    expect(counts.size).toBe(9);
    // Five standard deviations of 9,000 draws out of nine.
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(counts.has('0 0 0 0 0 1 0 3 4 0 6 7')).toBe(true);
    expect(counts.has('4 5 0 7 8 0 10 11 0 0 0 0')).toBe(true);
  });

  it('reflects at the border', () => {
    const rows = seen([RandomCrop({ padding: 2 })], 0, 500).map((row) => row.join(' '));
    expect(rows).toContain('8 7 6 5 4 3 2 1 0 5 4 3');
    // Of 25 places, those two to the left and two to the right show the same three columns.
    expect(new Set(rows).size).toBe(20);
  });
});

describe('RandomTranslation', () => {
  it('moves by whole pixels, with black behind', () => {
    const rows = seen([RandomTranslation({ pixels: [1, 2] })], 0, 600).map((row) => row.join(' '));
    expect(new Set(rows).size).toBe(15);
    expect(rows).toContain('0 0 0 0 0 0 0 0 3 0 0 6');
    expect(rows).toContain('5 0 0 8 0 0 11 0 0 0 0 0');
  });
});

describe('RandomRotation and RandomZoom', () => {
  it('draw angles and sizes over the whole range', () => {
    const drawn = (augmentation: AugmentationSpec, of: 'angle' | 'zoom') => {
      const maps = new Augmenter([augmentation], imageShape, deriveSeed(4)).inEpoch(0);
      const values = Array.from({ length: 2000 }, (_, row) => maps?.(row)[of] ?? Number.NaN);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return { least: Math.min(...values), mean, most: Math.max(...values) };
    };
    const angles = drawn(RandomRotation({ degrees: 90 }), 'angle');
    expect(angles.least).toBeCloseTo(-Math.PI / 2, 1);
    expect(angles.mean).toBeCloseTo(0, 0);
    expect(angles.most).toBeCloseTo(Math.PI / 2, 1);
    const sizes = drawn(RandomZoom({ factor: 0.5 }), 'zoom');
    expect(sizes.least).toBeCloseTo(0.5, 1);
    expect(sizes.mean).toBeCloseTo(1, 1);
    expect(sizes.most).toBeCloseTo(1.5, 1);
  });
});

describe('Cutout', () => {
  it('blanks a square around any pixel, less of it at the border', () => {
    const rows = seen([Cutout({ size: 3 })], 0, 400).map((row) => row.join(' '));
    expect(new Set(rows).size).toBe(12);
    expect(rows).toContain('0 0 2 0 0 5 6 7 8 9 10 11');
    expect(rows).toContain('0 1 2 0 0 0 0 0 0 0 0 0');
  });
});

describe('what becomes of a row', () => {
  const both = [RandomFlip({ mode: 'horizontal' }), RandomCrop({ padding: 1 })];

  it('is exactly this, for this seed', () => {
    expect(seen(both, 2, 3).map((row) => row.join(' '))).toMatchInlineSnapshot(`
      [
        "4 3 4 7 6 7 10 9 10 7 6 7",
        "4 3 4 1 0 1 4 3 4 7 6 7",
        "3 4 5 6 7 8 9 10 11 6 7 8",
      ]
    `);
  });

  it('depends on the seed, the row and the epoch, not on its place in a batch', () => {
    const rows = seen(both, 5, 60);
    const order = Uint32Array.from(rows, (_, i) => 59 - i);
    expect(seen(both, 5, 60, order)).toEqual([...rows].reverse());
    expect(seen(both, 6, 60)).not.toEqual(rows);
  });
});

describe('a list of augmentations', () => {
  const resolve = (data: unknown) => () => resolveAugmentation(data, imageShape);

  it('is read from plain data, with defaults made explicit', () => {
    expect(resolve([{ type: 'RandomFlip' }, { type: 'RandomCrop', padding: 2 }])()).toEqual([
      RandomFlip(),
      RandomCrop({ padding: 2 }),
    ]);
  });

  it('is refused with what was expected and what was found', () => {
    const wrong = [
      { type: 'RandomFlip' },
      ['RandomFlip'],
      [{ type: 'RandomFlop' }],
      [{ type: 'RandomFlip', mode: 'sideways' }],
      [{ type: 'RandomFlip', alternate: true }],
      [{ type: 'RandomCrop' }],
      [{ type: 'RandomCrop', padding: 3 }],
      [{ type: 'RandomTranslation', pixels: -1 }],
      [{ type: 'RandomRotation', degrees: 200 }],
      [{ type: 'RandomZoom', factor: 1 }],
      [{ type: 'Cutout', size: 0 }],
    ];
    const messages = wrong.map((data) => {
      try {
        return resolve(data)();
      } catch (error) {
        return String(error);
      }
    });
    expect(messages).toMatchInlineSnapshot(`
      [
        "CoreError: augmentation: expected a list of augmentations, found {"type":"RandomFlip"}",
        "CoreError: augmentation[0]: expected an augmentation, such as { "type": "RandomFlip" }, found "RandomFlip"",
        "CoreError: unknown augmentation: RandomFlop. Did you mean RandomFlip? There are: RandomFlip, RandomCrop, RandomTranslation, RandomRotation, RandomZoom, Cutout",
        "CoreError: RandomFlip: mode: expected one of horizontal, vertical, horizontalAndVertical, found "sideways"",
        "CoreError: RandomFlip: unknown option alternate. Did you mean alternating? There are: mode, alternating",
        "CoreError: RandomCrop: padding: expected a whole number above 0, it is missing",
        "CoreError: RandomCrop: padding: expected fewer pixels than images of 4 × 3 have, to reflect them, found 3",
        "CoreError: RandomTranslation: pixels: expected a whole number above 0, or a pair of them, found -1",
        "CoreError: RandomRotation: degrees: expected a number above 0, up to 180, found 200",
        "CoreError: RandomZoom: factor: expected a number above 0 and below 1, found 1",
        "CoreError: Cutout: size: expected a whole number above 0, found 0",
      ]
    `);
  });
});
