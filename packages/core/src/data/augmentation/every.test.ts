// What holds for every augmentation. The compiler asks for one of each type of the list.

import { expect, it } from 'vitest';
import { deriveSeed } from '../../random/seed.ts';
import { BatchMaker } from '../batches.ts';
import type { ImageShape } from '../dataset.ts';
import { Augmenter } from './augmenter.ts';
import { Cutout } from './cutout.ts';
import { type AugmentationSpec, type BuiltInAugmentationSpec, resolveAugmentation } from './list.ts';
import { RandomCrop } from './randomCrop.ts';
import { RandomFlip } from './randomFlip.ts';
import { RandomRotation } from './randomRotation.ts';
import { RandomTranslation } from './randomTranslation.ts';
import { RandomZoom } from './randomZoom.ts';

const every = {
  RandomFlip: RandomFlip(),
  RandomCrop: RandomCrop({ padding: 2 }),
  RandomTranslation: RandomTranslation({ pixels: 2 }),
  RandomRotation: RandomRotation({ degrees: 20 }),
  RandomZoom: RandomZoom({ factor: 0.2 }),
  Cutout: Cutout({ size: 3 }),
} satisfies Record<BuiltInAugmentationSpec['type'], AugmentationSpec>;

const imageShape: ImageShape = [8, 7, 1];
const count = 16;
const images = Uint8Array.from({ length: count * 56 }, (_, i) => 1 + (((i % 56) * 7) % 200));

/** Each row of an epoch, in the order of the rows, whatever the order in which they were made. */
function seen(spec: AugmentationSpec, epoch: number, order: Uint32Array): readonly string[] {
  const batches = new BatchMaker(imageShape, { mean: [0], standardDeviation: [1] }, count);
  const maps = new Augmenter([spec], imageShape, deriveSeed(4, 'augmentation')).inEpoch(epoch);
  const { images: made } = batches.make(images, new Uint8Array(count), order, 0, count, maps);
  const rows = new Map(
    [...order].map((row, place) => [row, String(made.subarray(place * 56, (place + 1) * 56))]),
  );
  return Array.from({ length: count }, (_, row) => rows.get(row) ?? '');
}

const forwards = Uint32Array.from({ length: count }, (_, row) => row);

it.each(Object.entries(every))('%s draws for a row and an epoch, and for nothing else', (_, spec) => {
  const first = seen(spec, 0, forwards);
  expect(seen(spec, 0, forwards.toReversed())).toEqual(first);
  expect(seen(spec, 1, forwards)).not.toEqual(first);
  // The images are the same: what differs was drawn.
  expect(new Set(first).size).toBeGreaterThan(1);
});

it.each(Object.entries(every))('%s is the same after it was written to a file', (_, spec) => {
  expect(resolveAugmentation(JSON.parse(JSON.stringify([spec])), imageShape)).toEqual([spec]);
});
