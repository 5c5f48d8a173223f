import { expect, test } from 'vitest';
import { smallDataset } from '../testing/smallRun.ts';
import { planRows, rowsOf } from './rows.ts';

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
  const { train, validation } = planRows({ ...smallDataset, train: split }, 1 / 6);
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
