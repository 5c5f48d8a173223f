// Every recipe trains: on a few random images of its data set's shape, for one small epoch.

import { type Dataset, presetNames } from '@convoy/core';
import { describe, expect, it } from 'vitest';
import { trainEnsemble } from '../trainEnsemble.node.ts';
import { recipe, recipes } from './list.ts';

const shapes: Readonly<Record<string, Dataset['imageShape']>> = { mnist: [28, 28, 1], cifar10: [32, 32, 3] };

function randomDataset(name: string): Dataset {
  const imageShape = shapes[name] ?? [1, 1, 1];
  const split = (count: number) => {
    const pixels = imageShape[0] * imageShape[1] * imageShape[2];
    const images = new Uint8Array(new SharedArrayBuffer(count * pixels));
    const labels = new Uint8Array(new SharedArrayBuffer(count));
    return {
      count,
      // Far from periodic, so that whitening has something to work on.
      images: images.map((_, i) => (Math.imul(i + 1, 2_654_435_761) >>> 13) & 255),
      labels: labels.map((_, i) => i % 10),
    };
  };
  const classNames = Array.from({ length: 10 }, (_, i) => `${i}`);
  return { name, imageShape, classNames, train: split(64), test: split(16), sha256: '0'.repeat(64) };
}

describe('recipes', () => {
  it('are found by name, and an unknown one names its neighbours', () => {
    expect(recipe('mnist-strong').dataset).toBe('mnist');
    expect(() => recipe('mnist-stronger')).toThrow('Did you mean mnist-strong?');
  });

  it.each(recipes)(
    '$name trains a network of its own on a data set of its shape',
    async (item) => {
      expect(presetNames).toContain(item.options.model);
      const { members } = await trainEnsemble({
        ...item.options,
        dataset: randomDataset(item.dataset),
        members: 1,
        workers: 1,
        epochs: 1,
        batchSize: 16,
      });
      expect(members).toHaveLength(1);
      expect(members[0]?.nll).toBeLessThan(20);
    },
    120_000,
  );
});
