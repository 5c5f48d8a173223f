// Every recipe, for one epoch of a few of its own images: that each still trains, not how well. What they reach is in
// docs/cifar10.md and docs/recipes.md, with the commands. Needs CONVOY_DATA (see realData.ts).

import type { Dataset, Split } from '@convoy/core';
import { loadDataset } from '@convoy/core/node';
import { recipes } from '@convoy/ensemble';
import { trainEnsemble } from '@convoy/ensemble/node';
import { describe, expect, it } from 'vitest';
import { realData, whySkipped } from './realData.ts';

const trainCount = 640;
const testCount = 200;
const batchSize = 64;

describe.skipIf(realData === undefined)(`recipes on real data${whySkipped}`, () => {
  it.each(recipes)('$name learns something within an epoch of few images', async ({ dataset, options }) => {
    const few = partOf(await loadDataset(dataset, { dataDir: realData ?? '' }));
    const { members, metrics, failed } = await trainEnsemble({
      ...options,
      dataset: few,
      seed: 3,
      members: 1,
      epochs: 1,
      batchSize,
    });
    expect(failed).toEqual([]);
    expect(members).toHaveLength(1);
    // Chance is 10%; 200 images at random stay below 17% but for one time in a thousand.
    expect(metrics?.accuracy).toBeGreaterThan(0.17);
  });
});

function partOf(dataset: Dataset): Dataset {
  return { ...dataset, train: first(dataset.train, trainCount), test: first(dataset.test, testCount) };
}

function first({ images, labels, count }: Split, rows: number): Split {
  return {
    count: rows,
    images: images.subarray(0, (rows * images.length) / count),
    labels: labels.subarray(0, rows),
  };
}
