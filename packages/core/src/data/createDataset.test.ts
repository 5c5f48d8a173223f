import { describe, expect, it } from 'vitest';
import { createDataset, type DatasetOptions } from './createDataset.ts';

const count = 24;
const imageShape = [2, 2, 1] as const;
const classNames = ['cat', 'dog', 'owl'];
/** Each image is told by its first byte, and its label by that. */
const images = Uint8Array.from({ length: count * 4 }, (_, i) => (i % 4 === 0 ? i / 4 : 7));
const labels = Array.from({ length: count }, (_, row) => row % 3);
const options = { images, labels, imageShape, classNames };

describe('createDataset', () => {
  it('sets a part of each class aside, and keeps every row with its label', () => {
    const { train, test, ...dataset } = createDataset({ ...options, testSplit: 0.25 });
    expect(dataset).toMatchObject({ name: 'dataset', imageShape, classNames });
    expect([train.count, test.count]).toEqual([18, 6]);
    expect([...test.labels].sort()).toEqual([0, 0, 1, 1, 2, 2]);
    const rows = [train, test].flatMap((split) =>
      Array.from(split.labels, (label, row) => {
        expect(label).toBe((split.images[row * 4] ?? 0) % 3);
        return split.images[row * 4];
      }),
    );
    expect(rows.toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: count }, (_, row) => row));
    expect(train.images.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('draws the split from the seed alone', () => {
    const hash = (more: Partial<DatasetOptions>) => createDataset({ ...options, ...more }).sha256;
    expect(hash({ seed: 0, name: 'other' })).toBe(hash({}));
    expect(hash({ seed: 1 })).not.toBe(hash({}));
  });

  it('takes rows for the test split as they are, and floats from 0 to 1 as bytes', () => {
    const test = { images: Float32Array.of(0, 0.5, 1, 0.2), labels: Int32Array.of(2) };
    const dataset = createDataset({ ...options, images: Uint8ClampedArray.from(images), test });
    expect([...dataset.train.images]).toEqual([...images]);
    expect([...dataset.test.images, ...dataset.test.labels]).toEqual([0, 128, 255, 51, 2]);
  });

  it.each([
    [
      { images: Float32Array.from(images) },
      /training: images: expected floats from 0 to 1.*got 7 at value 1. Give/,
    ],
    [{ images: images.subarray(1) }, 'training: images: expected one or more of [2, 2, 1]'],
    [{ images: Int16Array.from(images) }, /expected a Uint8Array.*got Int16Array/],
    [{ labels: labels.slice(1) }, 'training: labels: expected one for each of 24 images, found 23'],
    [{ labels: labels.map((label) => label + 1) }, /label of row 2: expected a class from 0 to 2, found 3/],
    [{ test: { images, labels: labels.slice(1) } }, 'createDataset: test: labels: expected one for each'],
    [{ test: { images, labels }, seed: 3 }, 'createDataset: seed: expected nothing, because test is given'],
    [{ classNames: ['cat', 'cat', 'owl'] }, /classNames: expected 2 to 256 names that differ/],
    [{ imageShape: [2, 2] }, /imageShape: expected \[height, width, channels\].*found \[2,2\]/],
    [{ testSplit: Number.NaN }, 'createDataset: testSplit: expected a number between 0 and 1, found NaN'],
    [{ classnames: [] }, 'createDataset: unknown option classnames. Did you mean classNames?'],
    [{ images: images.subarray(0, 12), labels: [0, 1, 2] }, /labels: expected a class of two rows or more/],
  ] as const)('refuses what cannot be meant: %o', (wrong, message) => {
    expect(() => createDataset({ ...options, ...wrong } as DatasetOptions)).toThrow(message);
  });
});
