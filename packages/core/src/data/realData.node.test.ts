// The original data sets, where CONVOY_DATA names a folder that has them.

import { beforeEach, describe, expect, it } from 'vitest';
import type { Dataset } from './dataset.ts';
import { findDataset, loadDataset, verifyDataset } from './registry.node.ts';
import { summarizeDataset } from './summary.ts';

const dataDir = process.env.CONVOY_DATA;

function rounded(values: readonly number[]): string {
  return values.map((value) => value.toFixed(5)).join(' ');
}

describe.each(['mnist', 'cifar10'])('the original %s', (name) => {
  beforeEach(async ({ skip }) => {
    skip(!dataDir, 'CONVOY_DATA is not set');
    skip((await findDataset(name)) === null, `${name} is not in CONVOY_DATA`);
  });

  it('is verified file by file', async () => {
    const { ok, files } = await verifyDataset(name);
    expect(files.map((file) => file.status)).toEqual(files.map(() => 'ok'));
    expect(ok).toBe(true);
  });

  it('has the counts, means and deviations that it is known for', async () => {
    const dataset = await loadDataset(name);
    const { train, test } = summarizeDataset(dataset);
    expect([train.count, test.count]).toEqual(dataset.name === 'mnist' ? [60_000, 10_000] : [50_000, 10_000]);
    if (name === 'mnist') {
      expect(train.classCounts).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
      expect(test.classCounts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
      expect(rounded([...train.mean, ...train.standardDeviation])).toBe('0.13066 0.30811');
      expect(Array.from(dataset.train.labels.subarray(0, 5))).toEqual([5, 0, 4, 1, 9]);
    } else {
      expect(train.classCounts).toEqual(new Array(10).fill(5000));
      expect(test.classCounts).toEqual(new Array(10).fill(1000));
      expect(rounded(train.mean)).toBe('0.49140 0.48216 0.44653');
      expect(rounded(train.standardDeviation)).toBe('0.24703 0.24349 0.26159');
      expect(firstClasses(dataset, 5)).toEqual(['frog', 'truck', 'truck', 'deer', 'automobile']);
    }
  });
});

function firstClasses({ train, classNames }: Dataset, count: number): (string | undefined)[] {
  return Array.from(train.labels.subarray(0, count), (label) => classNames[label]);
}
