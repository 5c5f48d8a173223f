import { expect, it } from 'vitest';
import { defaultsFor } from './defaultsFor.ts';
import { trainingOptions } from './table.ts';

const origin = { folder: '/flowers', imageSize: null, channels: null, testSplit: 1 / 6, seed: 0 };

function folderOf(count: number, channels = 3) {
  return { origin, imageShape: [32, 32, channels] as const, train: { count } };
}

it.each([
  { count: 24, batchSize: 8, epochs: 40, patience: 5 },
  { count: 175, batchSize: 8, epochs: 40, patience: 5 },
  { count: 400, batchSize: 16, epochs: 39, patience: 5 },
  { count: 3000, batchSize: 32, epochs: 11, patience: 2 },
  { count: 20_000, batchSize: 64, epochs: 10, patience: 2 },
])('a folder of $count training images trains in batches of $batchSize for $epochs epochs', (expected) => {
  const { count, ...others } = expected;
  expect(defaultsFor(folderOf(count))).toMatchObject({ model: 'lecture-cnn', ...others });
});

it('a large folder and a built-in dataset keep the defaults of the table', () => {
  expect(defaultsFor(folderOf(200_000))).toEqual({ model: 'lecture-cnn' });
  expect(defaultsFor({ imageShape: [28, 28, 1], train: { count: 100 } })).toEqual({});
});

it('few images are varied, and mirrored only if they have color', () => {
  const names = (count: number, channels: number) =>
    trainingOptions.augmentation.kind.write?.(defaultsFor(folderOf(count, channels)).augmentation);
  expect(names(200, 3)).toBe('flip,rotation,zoom');
  expect(names(200, 1)).toBe('rotation,zoom');
  expect(defaultsFor(folderOf(20_000))).not.toHaveProperty('augmentation');
});

it('what is given is not chosen, and early stopping only together with the epochs', () => {
  expect(defaultsFor(folderOf(175), { epochs: 10, model: 'lenet5', augmentation: [] })).toEqual({
    batchSize: 8,
  });
  for (const given of [{ weights: 'last' }, { strategy: 'snapshot' }, { validationSplit: 0 }] as const) {
    expect(defaultsFor(folderOf(175), given)).not.toHaveProperty('patience');
  }
  expect(defaultsFor(folderOf(1000), { batchSize: 256 })).toMatchObject({ epochs: 40 });
});

it('images that are too small for convolutions get a dense network', () => {
  expect(defaultsFor({ ...folderOf(175), imageShape: [16, 40, 3] })).toMatchObject({
    model: 'lecture-dense',
  });
});
