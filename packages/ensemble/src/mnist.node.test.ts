// Real data: needs MNIST in the folder that CONVOY_DATA names.

import { loadDataset } from '@convoy/core/node';
import { expect, test } from 'vitest';
import { trainEnsemble } from './trainEnsemble.node.ts';

test('an epoch of MNIST makes members that read digits, and an ensemble better than its members', async ({
  skip,
}) => {
  const dataDir = process.env.CONVOY_DATA;
  if (dataDir === undefined) return skip('CONVOY_DATA is not set: it names the folder that holds mnist/');
  const dataset = await loadDataset('mnist', { dataDir });
  const { members, metrics } = await trainEnsemble({
    dataset,
    model: 'lecture-cnn',
    members: 2,
    epochs: 1,
    seed: 7,
  });
  for (const { accuracy } of members) expect(accuracy).toBeGreaterThan(0.94);
  const nlls = members.map(({ nll }) => nll);
  // The logarithm is concave, so an average of probabilities is never worse than the average of its members' nll.
  expect(metrics?.nll).toBeLessThan(nlls.reduce((sum, nll) => sum + nll, 0) / nlls.length);
  expect(metrics?.accuracy).toBeGreaterThan(0.95);
});
