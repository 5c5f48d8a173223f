import { loadDataset } from '@convoy/core/node';
import { expect, it } from 'vitest';
import { shareData } from './shareData.ts';

it('validates on the rows that the dataset names, unless no validation is asked for', async () => {
  const glyphs = await loadDataset('glyphs');
  const count = glyphs.train.count;
  expect(shareData(glyphs, 0.5).validation?.count).toBe(count - Math.floor(count / 2));
  const own = { ...glyphs, validationCount: 7 };
  expect(shareData(own, 0.5).validation?.labels).toEqual(glyphs.train.labels.subarray(count - 7));
  expect(shareData(own, 0.5).train.count).toBe(count - 7);
  expect(shareData(own, 0).validation).toBeNull();
});
