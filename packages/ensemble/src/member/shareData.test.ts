import type { Dataset } from '@convoy/core';
import { expect, test } from 'vitest';
import { smallDataset } from '../testing/smallRun.ts';
import { shareData } from './shareData.ts';

test('the last rows are set aside, before any shuffling', () => {
  const { train, validation, test: rest } = shareData(smallDataset, 1 / 6);
  expect([train.count, validation?.count, rest.count]).toEqual([200, 40, 60]);
  expect(train.images).toEqual(smallDataset.train.images.subarray(0, 200 * 784));
  expect(validation?.images).toEqual(smallDataset.train.images.subarray(200 * 784));
  expect(validation?.labels).toEqual(smallDataset.train.labels.subarray(200));
});

test('the lecture’s sixth of 60,000 rows is 10,000', () => {
  const split = { count: 60_000, images: new Uint8Array(60_000), labels: new Uint8Array(60_000) };
  const { train, validation } = shareData(
    { ...smallDataset, imageShape: [1, 1, 1], train: split, test: split },
    1 / 6,
  );
  expect([train.count, validation?.count]).toEqual([50_000, 10_000]);
});

test('shared bytes are handed on as they are; other bytes are copied to shared memory', () => {
  const { train } = shareData(smallDataset, 0);
  expect(train.images.buffer).toBe(smallDataset.train.images.buffer);
  const own: Dataset = {
    ...smallDataset,
    train: { ...smallDataset.train, images: Uint8Array.from(smallDataset.train.images) },
  };
  const copied = shareData(own, 0).train;
  expect(copied.images.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(copied.images).toEqual(smallDataset.train.images);
});

test('a validation split of 0 sets nothing aside, and one that leaves no row is refused', () => {
  expect(shareData(smallDataset, 0).validation).toBeNull();
  expect(() => shareData(smallDataset, 0.999)).toThrow(/0.999 of 240 training images leaves none/);
});

test('images that are no bytes are refused, where a copy would cut them off', () => {
  const { train } = smallDataset;
  const share = (wrong: object) => shareData({ ...smallDataset, train: { ...train, ...wrong } }, 0);
  expect(() => share({ images: Float32Array.from(train.images, (byte) => byte / 255) })).toThrow(
    'data set glyphs: train: images: expected a Uint8Array of 188160 values, got a Float32Array of 188160. ' +
      'Make it with createDataset',
  );
  expect(() => share({ labels: [...train.labels] })).toThrow(/labels: expected a Uint8Array of 240 values/);
  expect(() => share({ count: 239 })).toThrow(/images: expected a Uint8Array of 187376 values/);
  expect(() => share({ labels: train.labels.map(() => 10) })).toThrow(
    /train: label 10 in row 0, expected 0 to 9/,
  );
});
