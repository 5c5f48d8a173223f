import { expect, test } from 'vitest';
import { smallDataset } from '../testing/smallRun.ts';
import { planRows, rowsOf, trainingCount } from './rows.ts';
import { subsetSeed } from './seeds.ts';

test('the last rows are set aside, before any shuffling', () => {
  const plan = planRows(smallDataset, 1 / 6);
  expect(plan).toMatchObject({ train: [0, 200], validation: [200, 240], test: [0, 60], classes: 10 });
  const { train, validation, test: rest } = rowsOf(smallDataset, plan);
  expect([train.count, validation?.count, rest.count]).toEqual([200, 40, 60]);
  expect(train.images).toEqual(smallDataset.train.images.subarray(0, 200 * 784));
  expect(validation?.images).toEqual(smallDataset.train.images.subarray(200 * 784));
  expect(validation?.labels).toEqual(smallDataset.train.labels.subarray(200));
});

test('the lecture’s sixth of 60,000 rows is 10,000', () => {
  const split = { count: 60_000, images: new Uint8Array(60_000), labels: new Uint8Array(60_000) };
  const { train, validation } = planRows(
    { ...smallDataset, imageShape: [1, 1, 1], train: split, test: split },
    1 / 6,
  );
  expect([train, validation]).toEqual([
    [0, 50_000],
    [50_000, 60_000],
  ]);
});

test('a validation split of 0 sets nothing aside, and one that leaves no row is refused', () => {
  expect(planRows(smallDataset, 0).validation).toBeNull();
  expect(() => planRows(smallDataset, 0.999)).toThrow(/0.999 of 240 training images leaves none/);
});

test('rows are refused if the dataset is another one', () => {
  const plan = planRows(smallDataset, 0);
  expect(() => rowsOf({ ...smallDataset, sha256: 'other' }, plan)).toThrow(/SHA-256 .*, got other/);
});

test('images that are no bytes are refused, where a copy would cut them off', () => {
  const { train } = smallDataset;
  const plan = (wrong: object) => planRows({ ...smallDataset, train: { ...train, ...wrong } }, 0);
  expect(() => plan({ images: Float32Array.from(train.images, (byte) => byte / 255) })).toThrow(
    'images: expected a Uint8Array of 188160 values, got a Float32Array of 188160. Make it with createDataset',
  );
  expect(() => plan({ labels: [...train.labels] })).toThrow(/labels: expected a Uint8Array of 240 values/);
  expect(() => plan({ count: 239 })).toThrow(/images: expected a Uint8Array of 187376 values/);
  expect(() => plan({ labels: train.labels.map(() => 10) })).toThrow(
    /train: label 10 in row 0, expected 0 to 9/,
  );
});

test('rows that the dataset names are set aside, unless no validation is asked for', () => {
  const own = { ...smallDataset, validationCount: 7 };
  expect(planRows(own, 0.5)).toMatchObject({ train: [0, 233], validation: [233, 240] });
  expect(planRows(own, 0)).toMatchObject({ train: [0, 240], validation: null });
});

const perClass = (labels: Uint8Array) =>
  Array.from({ length: 10 }, (_, label) => labels.filter((each) => each === label).length);

test('a subset of the training rows has each class in its proportion, follows from the seed, and holds the smaller ones', () => {
  const subset = (count: number, seed = 7) => {
    const plan = planRows(smallDataset, 1 / 6, { count, seed: subsetSeed(seed) });
    expect(trainingCount(plan)).toBe(count);
    return rowsOf(smallDataset, plan);
  };
  const { train: all, validation } = rowsOf(smallDataset, planRows(smallDataset, 1 / 6));
  const { train, validation: kept } = subset(100);
  expect(kept).toEqual(validation);
  expect(perClass(train.labels)).toEqual(perClass(all.labels).map((count) => Math.round(count / 2)));
  const rows = ({ images, count }: typeof train) =>
    Array.from({ length: count }, (_, row) => String(images.subarray(row * 784, (row + 1) * 784)));
  expect(rows(all)).toEqual(expect.arrayContaining(rows(train)));
  expect(rows(train)).toEqual(expect.arrayContaining(rows(subset(30).train)));
  expect(rows(train)).toEqual(rows(subset(100).train));
  expect(rows(train)).not.toEqual(rows(subset(100, 8).train));
  expect(rows(subset(200).train)).toEqual(rows(all));
});

test('a subset larger than the training rows is refused', () => {
  expect(() => planRows(smallDataset, 1 / 6, { count: 201, seed: subsetSeed(0) })).toThrow(
    'trainCount: expected a whole number from 1 to 200, the training images without those for validation, got 201',
  );
});
