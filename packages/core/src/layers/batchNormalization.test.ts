import { describe, expect, it } from 'vitest';
import { compiled, halves, softmax } from '../testing/halves.ts';
import { BatchNormalization, type BatchNormalizationOptions } from './batchNormalization.ts';
import { Flatten } from './flatten.ts';

/** The layer's weights after one step on all of four images. */
async function weightsAfterStep(options: BatchNormalizationOptions) {
  const model = compiled({}, [Flatten(), BatchNormalization({ ...options, name: 'norm' }), softmax]);
  await model.fit(halves(4), { epochs: 1, batchSize: 4 });
  const weights = await model.getWeights();
  model.dispose();
  return (name: string) => [...(weights.get(`norm/${name}`)?.data ?? [])];
}

describe('batch normalization', () => {
  it('moves its variance by the biased variance of the batch, or by the unbiased one as PyTorch does', async () => {
    const biased = (await weightsAfterStep({ momentum: 0.75 }))('movingVariance');
    const unbiased = (await weightsAfterStep({ momentum: 0.75, unbiasedMovingVariance: true }))(
      'movingVariance',
    );
    // Of n = 4 values the unbiased variance is 4/3 of the biased one; the moving one began at 1.
    const expected = biased.map((value) => 0.75 + (value - 0.75) * (4 / 3));
    for (const [i, value] of unbiased.entries()) expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 6);
    expect(unbiased).not.toEqual(biased);
  });

  it('leaves all its weights alone where it is frozen', async () => {
    const weight = await weightsAfterStep({ trainable: false });
    expect(weight('gamma')).toEqual(Array(16).fill(1));
    expect(weight('beta')).toEqual(Array(16).fill(0));
    expect(weight('movingMean')).toEqual(Array(16).fill(0));
    expect(weight('movingVariance')).toEqual(Array(16).fill(1));
  });
});
