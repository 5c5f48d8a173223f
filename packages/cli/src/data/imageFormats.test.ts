import { datasetNames, loadDataset } from '@convoy/core/node';
import { expect, it } from 'vitest';
import { imageFormats } from './imageFormats.ts';

it('every data set has a format', () => {
  expect([...imageFormats.keys()].sort()).toEqual([...datasetNames].sort());
});

it('the format of glyphs is what its images have', async () => {
  const { imageShape, classNames } = await loadDataset('glyphs');
  expect(imageFormats.get('glyphs')).toEqual({ imageShape, classes: classNames.length });
});
