import { describe, expect, it } from 'vitest';
import { BatchNormalization } from '../layers/batchNormalization.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Flatten } from '../layers/flatten.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import { preset } from '../presets/list.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { Inspector } from './inspector.ts';
import { layerOutputs } from './layerOutputs.ts';
import { Sequential } from './sequential.ts';

const small = {
  inputShape: [6, 6, 1],
  layers: [
    Conv2D({ filters: 3, kernelSize: 3, activation: 'tanh' }),
    BatchNormalization(),
    MaxPooling2D(),
    Dropout({ rate: 0.5 }),
    Flatten(),
    Dense({ units: 4, activation: 'softmax' }),
  ],
} as const;

async function weightsOf(config: ConstructorParameters<typeof Sequential>[0]) {
  using model = new Sequential(config);
  model.initialize(createGenerator(deriveSeed(5)));
  return await model.getWeights();
}

function imageOf(size: number): Float32Array {
  const generator = createGenerator(deriveSeed(3));
  return Float32Array.from({ length: size }, () => generator.normal());
}

function largestDifference(a: Float32Array, b: Float32Array | undefined): number {
  expect(b?.length).toBe(a.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b?.[i] ?? Number.NaN))), 0);
}

describe('Inspector', () => {
  it("shows the lecture's filtered image", async () => {
    const layers = [
      Conv2D({ filters: 1, kernelSize: 3, padding: 'same', activation: 'relu' }),
      Flatten(),
      Dense({ units: 2, activation: 'softmax' }),
    ];
    const weights = new Map(await weightsOf({ inputShape: [5, 5, 1], layers }));
    const filter = Float32Array.of(-1, -1, -1, 1, 1, 1, -1, -1, -1);
    weights.set('conv2d_1/kernel', { shape: [3, 3, 1, 1], data: filter });
    const rows = ['-+-+-', '-+-+-', '-+++-', '---+-', '---+-'];
    const image = Float32Array.from(rows.join(''), (sign) => (sign === '+' ? 1 : -1));
    using inspector = new Inspector({ inputShape: [5, 5, 1], layers });
    const {
      layers: [convolution],
    } = await inspector.inspect(weights, image, 0);
    // biome-ignore format: a picture
    expect([...(convolution?.preactivation?.data ?? [])]).toEqual([
      0, 0, 0, 0, 0,
      0, -1, -3, -1, 0,
      2, 5, 3, 3, 0,
      0, -1, -3, -1, 0,
      0, 0, 0, 0, 0,
    ]);
    expect([...(convolution?.output.data ?? [])].filter((value) => value > 0)).toEqual([2, 5, 3, 3]);
  });

  it('gives the outputs and probabilities of the model itself', async () => {
    const config = preset('lenet5', { imageShape: [28, 28, 1], classes: 10 });
    const weights = await weightsOf(config);
    const image = imageOf(784);
    using inspector = new Inspector(config);
    const seen = await inspector.inspect(weights, image, 7);
    const outputs = await layerOutputs(config, weights, image);
    for (const { layer, output } of seen.layers) {
      expect(output.shape).toEqual(layer.outputShape);
      expect(largestDifference(output.data, outputs.get(layer.name)?.data)).toBeLessThan(1e-5);
    }
    expect(seen.loss).toBeCloseTo(-Math.log(seen.probabilities[7] ?? 0), 5);
  });

  it('gives the slope of the loss for every pixel and every weight', async () => {
    const weights = await weightsOf(small);
    const image = imageOf(36);
    using inspector = new Inspector(small, { backend: 'reference' });
    const seen = await inspector.inspect(weights, image, 2);
    const step = 1 / 1024;
    const slope = async (move: (by: number) => ReturnType<Inspector['inspect']>) =>
      ((await move(step)).loss - (await move(-step)).loss) / (2 * step);

    for (const pixel of [0, 14, 21]) {
      const measured = await slope((by) => {
        return inspector.inspect(
          weights,
          image.map((value, i) => (i === pixel ? value + by : value)),
          2,
        );
      });
      expect(seen.imageGradient.data[pixel]).toBeCloseTo(measured, 3);
    }
    for (const [layer, name, at] of [
      [0, 'kernel', 4],
      [0, 'bias', 1],
      [5, 'kernel', 10],
    ] as const) {
      const inspected = seen.layers[layer];
      const full = `${inspected?.layer.name}/${name}`;
      const measured = await slope((by) => {
        const { shape = [], data = new Float32Array() } = weights.get(full) ?? {};
        const moved = { shape, data: data.map((value, i) => (i === at ? value + by : value)) };
        return inspector.inspect(new Map([...weights, [full, moved]]), image, 2);
      });
      expect(inspected?.weights.get(name)?.gradient?.data[at]).toBeCloseTo(measured, 3);
    }
  });

  it('gives the same on every backend, and follows new weights', async () => {
    const weights = await weightsOf(small);
    using fast = new Inspector(small);
    using exact = new Inspector(small, { backend: 'reference' });
    const image = imageOf(36);
    const other = new Map(
      [...weights].map(([name, { shape, data }]) => [name, { shape, data: data.map((w) => 0.5 * w) }]),
    );
    for (const given of [weights, other]) {
      const [a, b] = [await fast.inspect(given, image, 1), await exact.inspect(given, image, 1)];
      for (const [i, layer] of a.layers.entries()) {
        expect(largestDifference(layer.output.data, b.layers[i]?.output.data)).toBeLessThan(1e-5);
        expect(largestDifference(layer.outputGradient.data, b.layers[i]?.outputGradient.data)).toBeLessThan(
          1e-5,
        );
      }
    }
  });

  it('refuses a label that is no class, and a model that is no classifier', async () => {
    const weights = await weightsOf(small);
    using inspector = new Inspector(small);
    expect(() => inspector.inspect(weights, imageOf(36), 4)).toThrow('expected a class from 0 to 3, found 4');
    expect(() => new Inspector({ inputShape: [4, 4, 1], layers: [MaxPooling2D()] })).toThrow(
      'an output of [classes]',
    );
  });
});
