import { expect, test } from 'vitest';
import { smallDataset } from '../../testing/smallRun.ts';
import { shareDataset } from './shareDataset.ts';

test('shared bytes are handed on as they are; other bytes are copied to shared memory', () => {
  const { train } = shareDataset(smallDataset);
  expect(train.images.buffer).toBe(smallDataset.train.images.buffer);
  const own = { ...smallDataset.train, images: Uint8Array.from(smallDataset.train.images) };
  const copied = shareDataset({ ...smallDataset, train: own }).train;
  expect(copied.images.buffer).toBeInstanceOf(SharedArrayBuffer);
  expect(copied.images).toEqual(smallDataset.train.images);
});
