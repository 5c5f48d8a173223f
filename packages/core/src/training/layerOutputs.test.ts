import { describe, expect, it } from 'vitest';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { layerOutputs } from './layerOutputs.ts';
import { Sequential } from './sequential.ts';

const config = {
  inputShape: [6, 6, 1],
  layers: [
    Conv2D({ filters: 3, kernelSize: 3, activation: 'relu' }),
    MaxPooling2D({ poolSize: 2 }),
    Flatten(),
    Dense({ units: 4, activation: 'softmax' }),
  ],
} as const;
const generator = createGenerator(deriveSeed(3));
const images = Float32Array.from({ length: 2 * 36 }, () => generator.normal());

async function trained() {
  const model = new Sequential(config);
  model.initialize(createGenerator(deriveSeed(1)));
  const weights = await model.getWeights();
  return { model, weights };
}

describe('layerOutputs', () => {
  it('gives what every layer makes of the images; the last layer gives what the model predicts', async () => {
    const { model, weights } = await trained();
    const outputs = await layerOutputs(config, weights, images);
    expect([...outputs].map(([name, { shape }]) => [name, shape])).toEqual([
      ['conv2d_1', [2, 4, 4, 3]],
      ['max_pooling2d_1', [2, 2, 2, 3]],
      ['flatten_1', [2, 12]],
      ['dense_1', [2, 4]],
    ]);
    expect(outputs.get('dense_1')?.data).toEqual(await model.predict(images));
    model.dispose();
  });

  it('a pooled map holds the largest value of each window of its feature map', async () => {
    const { model, weights } = await trained();
    const outputs = await layerOutputs(config, weights, images, { layers: ['conv2d_1', 'max_pooling2d_1'] });
    model.dispose();
    const map = outputs.get('conv2d_1')?.data ?? [];
    const window = [0, 1, 4, 5].map((cell) => map[cell * 3] ?? 0);
    expect(outputs.get('max_pooling2d_1')?.data[0]).toBe(Math.max(...window));
    expect(Math.max(...window)).toBeGreaterThan(0);
  });

  it('says which layers there are', async () => {
    const { model, weights } = await trained();
    model.dispose();
    await expect(layerOutputs(config, weights, images, { layers: ['conv2d_2'] })).rejects.toThrow(
      /no layer conv2d_2. There are: conv2d_1, max_pooling2d_1/,
    );
  });
});
