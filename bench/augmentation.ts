// What augmentation costs: `node bench/augmentation.ts --model lecture-cnn --dataset mnist` gathers batches plainly and
// through each kind of map, in turn, and trains that network without any. Best of all rounds, in microseconds an image.

import { parseArgs } from 'node:util';
import {
  createGenerator,
  deriveSeed,
  preset,
  RandomCrop,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
  Sequential,
  SGD,
} from '@convoy/core';
import { loadDataset } from '@convoy/core/node';
import { sizeOf } from '@convoy/kernels/internal';
import { Augmenter } from '../packages/core/src/data/augmentation/augmenter.ts';
import { BatchMaker } from '../packages/core/src/data/batches.ts';

const seed = deriveSeed(7);
const batchSize = 256;
const batches = 4;
const rounds = 400;
const epochs = 10;

const augmentations = {
  none: [],
  'flip and crop': [RandomFlip(), RandomCrop({ padding: 2 })],
  'rotation, zoom, translation': [
    RandomRotation({ degrees: 12 }),
    RandomZoom({ factor: 0.12 }),
    RandomTranslation({ pixels: 2 }),
  ],
};

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'lecture-cnn' },
    dataset: { type: 'string', default: 'glyphs' },
  },
});
const { imageShape, classNames, train } = await loadDataset(values.dataset);
const images = train.images.subarray(0, batchSize * batches * sizeOf(imageShape));
const labels = train.labels.subarray(0, batchSize * batches);
const normalization = {
  mean: new Array<number>(imageShape[2]).fill(0.4),
  standardDeviation: new Array<number>(imageShape[2]).fill(0.3),
};

const cases = Object.entries(augmentations).map(([name, augmentation]) => ({
  name,
  augmenter: new Augmenter(augmentation, imageShape, seed),
  maker: new BatchMaker(imageShape, normalization, batchSize),
  best: Number.POSITIVE_INFINITY,
}));
for (let round = 0; round < rounds; round++) {
  for (const one of cases) {
    const begin = performance.now();
    one.maker.make(images, null, null, 0, batchSize, one.augmenter.inEpoch(round));
    one.best = Math.min(one.best, performance.now() - begin);
  }
}
const step = await bestStep();
const microseconds = (milliseconds: number) => (1000 * milliseconds) / batchSize;
console.log(
  `${values.model} on ${values.dataset}: a training step takes ${microseconds(step).toFixed(0)} µs an image`,
);
for (const { name, best } of cases) {
  const share = (100 * (best - (cases[0]?.best ?? 0))) / step;
  console.log(
    `${name.padEnd(28)} ${microseconds(best).toFixed(1).padStart(5)} µs, ${share.toFixed(1)}% of a step more`,
  );
}

/** Milliseconds of a whole training step without augmentation. */
async function bestStep(): Promise<number> {
  const model = new Sequential(preset(values.model, { imageShape, classes: classNames.length }));
  try {
    model.initialize(createGenerator(seed), images);
    model.compile({ optimizer: SGD({ learningRate: 0.01 }) });
    let best = Number.POSITIVE_INFINITY;
    let begin = performance.now();
    const onBatchEnd = () => {
      best = Math.min(best, performance.now() - begin);
      begin = performance.now();
    };
    await model.fit({ images, labels }, { epochs, batchSize, seed, callbacks: [{ onBatchEnd }] });
    return best;
  } finally {
    model.dispose();
  }
}
