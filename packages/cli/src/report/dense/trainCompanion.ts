// Trains the lecture's densely connected network on the run's training images.

import { Adam, type Dataset, deriveSeed, preset, Sequential } from '@convoy/core';
import type { RunManifest } from '@convoy/ensemble';
import { rowsOfRun, splitMetrics } from '@convoy/ensemble/internal';
import { Ensemble } from '@convoy/ensemble/node';
import type { CompanionBudget } from './budget.ts';

const batchSize = 128;
/**
 * The lecture's RMSprop begins with steps so large that on the many inputs of colour pictures this network needs an epoch to
 * recover from them: after 25,000 images of CIFAR-10 it was right on 14%. A comparison with that would say nothing.
 */
const learningRate = 0.0005;

export async function trainCompanion(
  { configuration }: RunManifest,
  dataset: Dataset,
  { images, epochs }: CompanionBudget,
): Promise<Ensemble> {
  const { name, sha256, imageShape, classNames, test } = dataset;
  const { train } = rowsOfRun(dataset, configuration);
  const seed = deriveSeed(configuration.seed, 'companion', 'lecture-dense');
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const model = new Sequential(preset('lecture-dense', { imageShape, classes: classNames.length }));
  try {
    model.compile({ optimizer: Adam({ learningRate }) });
    const rows = {
      images: train.images.subarray(0, images * size),
      labels: train.labels.subarray(0, images),
    };
    await model.fit(rows, { epochs, batchSize: Math.min(batchSize, images), seed });
    const metrics = splitMetrics(await model.predict(test.images), test.labels, classNames.length);
    const member = { member: 0, seed, epochs, ...metrics, weights: await model.getWeights() };
    return new Ensemble({
      model: model.config,
      classNames,
      dataset: { name, sha256 },
      combination: { method: 'mean' },
      members: [member],
    });
  } finally {
    model.dispose();
  }
}
