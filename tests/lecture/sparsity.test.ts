// "Why ReLU": with random initial weights about half of the network gives 0; with tanh or sigmoid almost all neurons fire.

import { createGenerator, deriveSeed, type LayerSpec, preset } from '@convoy/core';
import { describe, expect, it } from 'vitest';
import { network, shareOfZeros } from './featureMaps.ts';

const inputShape = [28, 28, 1] as const;
const { layers } = preset('lecture-cnn', { imageShape: inputShape, classes: 10 });
/** The numbers of layers after which a ReLU has just been applied. */
const depths = [1, 3, 5, 7];

/** The share of zeros after each such layer of the lecture's network, at random weights, for images of noise. */
async function zerosByDepth(activation: 'relu' | 'tanh' | 'sigmoid', seed: number): Promise<number[]> {
  const generator = createGenerator(deriveSeed(5));
  const images = Float32Array.from({ length: 4 * 28 * 28 }, () => generator.normal());
  const withActivation = (layer: LayerSpec): LayerSpec =>
    layer.type === 'Conv2D' || layer.type === 'Dense' ? { ...layer, activation } : layer;
  const shares: number[] = [];
  for (const depth of depths) {
    const model = network('wasm', inputShape, ...layers.slice(0, depth).map(withActivation));
    model.initialize(createGenerator(deriveSeed(seed)));
    shares.push(shareOfZeros(await model.predict(images)));
    model.dispose();
  }
  return shares;
}

describe('at random initial weights', () => {
  it.each([1, 2, 3])('about half of the outputs of ReLU are zero (seed %i)', async (seed) => {
    const shares = await zerosByDepth('relu', seed);
    for (const share of shares) {
      expect(share).toBeGreaterThan(0.4);
      expect(share).toBeLessThan(0.6);
    }
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  });

  it.each(['tanh', 'sigmoid'] as const)('no output of %s is zero', async (activation) => {
    expect(await zerosByDepth(activation, 1)).toEqual([0, 0, 0, 0]);
  });
});
