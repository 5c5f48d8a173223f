import { describe, expect, it } from 'vitest';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import { GlobalAveragePooling2D } from '../layers/globalAveragePooling2d.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import { preset } from '../presets/list.ts';
import { analyzeModel } from './analysis.ts';

describe("the analysis of the lecture's network", () => {
  const lecture = preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 });

  it('counts the products of each layer', () => {
    const { layers, multiplyAdds, parameters } = analyzeModel(lecture);
    const products = layers.filter((layer) => layer.multiplyAdds > 0).map((layer) => layer.multiplyAdds);
    // 26 × 26 places of 3 × 3 × 1 → 32; 11 × 11 of 3 × 3 × 32 → 64; 3 × 3 of 3 × 3 × 64 → 64; 576 → 64; 64 → 10.
    expect(products).toEqual([26 * 26 * 9 * 32, 11 * 11 * 9 * 32 * 64, 3 * 3 * 9 * 64 * 64, 576 * 64, 640]);
    expect(multiplyAdds).toBe(products.reduce((sum, each) => sum + each, 0));
    expect(parameters).toBe(93_322);
  });

  it('says how much of the image each number depends on', () => {
    const { layers } = analyzeModel(lecture);
    const seen = layers.map(({ name, receptiveField }) => `${name}: ${receptiveField?.join(' × ') ?? 'all'}`);
    expect(seen).toMatchInlineSnapshot(`
      [
        "conv2d_1: 3 × 3",
        "max_pooling2d_1: 4 × 4",
        "conv2d_2: 8 × 8",
        "max_pooling2d_2: 10 × 10",
        "conv2d_3: 18 × 18",
        "flatten_1: 18 × 18",
        "dense_1: all",
        "dense_2: all",
      ]
    `);
  });

  it('takes more memory at a larger batch, and less to predict', () => {
    const small = analyzeModel(lecture, { batchSize: 32 });
    const large = analyzeModel(lecture, { batchSize: 256 });
    expect(large.trainingBytes).toBeGreaterThan(small.trainingBytes);
    expect(small.predictionBytes).toBeLessThan(small.trainingBytes);
    // Weights, their gradients and RMSprop's state are in there at the least.
    expect(small.trainingBytes).toBeGreaterThan(3 * 4 * 93_322);
  });
});

it('strides widen the field of later layers, and global pooling sees everything', () => {
  const { layers } = analyzeModel({
    inputShape: [32, 48, 3],
    layers: [
      Conv2D({ filters: 4, kernelSize: [3, 5], strides: [2, 1], padding: 'same' }),
      MaxPooling2D({ poolSize: 3, strides: 2 }),
      Conv2D({ filters: 8, kernelSize: 3 }),
      GlobalAveragePooling2D(),
      Dense({ units: 2, activation: 'softmax' }),
    ],
  });
  expect(layers.map(({ receptiveField }) => receptiveField)).toEqual([[3, 5], [7, 7], [15, 11], null, null]);
  expect(layers[0]?.multiplyAdds).toBe(16 * 48 * 3 * 5 * 3 * 4);
});

it('flattening alone sees no more', () => {
  const { layers } = analyzeModel({
    inputShape: [4, 4, 1],
    layers: [Flatten(), Dense({ units: 2, activation: 'softmax' })],
  });
  expect(layers.map(({ receptiveField }) => receptiveField)).toEqual([[1, 1], null]);
});
