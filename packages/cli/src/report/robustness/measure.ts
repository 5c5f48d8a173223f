// Accuracy of several networks under every distortion, on a part of the test images so that it takes seconds.

import type { Dataset } from '@convoy/core';
import { accuracy } from '@convoy/ensemble';
import type { Ensemble } from '@convoy/ensemble/node';
import { type DenseNetwork, predictDense } from '../dense/denseNetwork.ts';
import { type Distortion, distortions } from './distort.ts';

export interface Curves {
  readonly distortion: Distortion;
  /** Accuracy at each level. */
  readonly ensemble: readonly number[];
  /** The ensemble's first member; null where it has no other. */
  readonly one: readonly number[] | null;
  readonly dense: readonly number[] | null;
  /** One image at each level, one after the other. */
  readonly example: Uint8Array;
}

export interface Robustness {
  /** How many test images were used. */
  readonly images: number;
  readonly curves: readonly Curves[];
}

/**
 * @param images how many of the test images at most
 * @param exampleRow the test image that is shown at every level
 */
export async function measureRobustness(
  { test, imageShape, classNames }: Dataset,
  ensemble: Ensemble,
  dense: DenseNetwork | null,
  images: number,
  exampleRow: number,
): Promise<Robustness> {
  const classes = classNames.length;
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const count = Math.min(images, test.count);
  const labels = new Uint8Array(count);
  const rows = { images: new Uint8Array(count * size), shape: imageShape };
  for (let n = 0; n < count; n++) {
    // From all over the split: MNIST's first half is the easier one.
    const row = Math.floor((n * test.count) / count);
    labels[n] = test.labels[row] ?? 0;
    rows.images.set(test.images.subarray(row * size, (row + 1) * size), n * size);
  }
  const single = {
    images: test.images.subarray(exampleRow * size, (exampleRow + 1) * size),
    shape: imageShape,
  };
  const curves: Curves[] = [];
  for (const distortion of distortions) {
    const metrics = { ensemble: [] as number[], one: [] as number[], dense: [] as number[] };
    const example = new Uint8Array(distortion.levels.length * size);
    for (const [at, level] of distortion.levels.entries()) {
      const changed = distortion.apply(rows, level);
      example.set(distortion.apply(single, level), at * size);
      const { probabilities, members } = await ensemble.predict(changed);
      metrics.ensemble.push(accuracy(probabilities, labels, classes));
      metrics.one.push(accuracy(members[0] ?? probabilities, labels, classes));
      if (dense) metrics.dense.push(accuracy(await predictDense(dense, changed), labels, classes));
    }
    curves.push({
      distortion,
      ensemble: metrics.ensemble,
      one: ensemble.members.length > 1 ? metrics.one : null,
      dense: dense ? metrics.dense : null,
      example,
    });
  }
  return { images: count, curves };
}
