// Keras's own first examples, at their real shapes: the networks that a newcomer types in first.

import { describe, expect, it } from 'vitest';
import type { Rows } from '../data/rows.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Flatten } from '../layers/flatten.ts';
import type { LayerSpec } from '../layers/list.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import { Adam } from '../optimizers/adam.ts';
import { createGenerator } from '../random/generator.ts';
import { deriveSeed } from '../random/seed.ts';
import { Sequential } from './sequential.ts';

const relu = { activation: 'relu' } as const;
const softmax = Dense({ units: 10, activation: 'softmax' });

const examples: Readonly<
  Record<
    string,
    { readonly inputShape: readonly [number, number, number]; readonly layers: readonly LayerSpec[] }
  >
> = {
  mnist_cnn: {
    inputShape: [28, 28, 1],
    layers: [
      Conv2D({ filters: 32, kernelSize: 3, ...relu }),
      Conv2D({ filters: 64, kernelSize: 3, ...relu }),
      MaxPooling2D({ poolSize: 2 }),
      Dropout({ rate: 0.25 }),
      Flatten(),
      Dense({ units: 128, ...relu }),
      Dropout({ rate: 0.5 }),
      softmax,
    ],
  },
  cifar10_cnn: {
    inputShape: [32, 32, 3],
    layers: [
      Conv2D({ filters: 32, kernelSize: 3, padding: 'same', ...relu }),
      Conv2D({ filters: 32, kernelSize: 3, ...relu }),
      MaxPooling2D({ poolSize: 2 }),
      Dropout({ rate: 0.25 }),
      Conv2D({ filters: 64, kernelSize: 3, padding: 'same', ...relu }),
      Conv2D({ filters: 64, kernelSize: 3, ...relu }),
      MaxPooling2D({ poolSize: 2 }),
      Dropout({ rate: 0.25 }),
      Flatten(),
      Dense({ units: 512, ...relu }),
      Dropout({ rate: 0.5 }),
      softmax,
    ],
  },
  'a convolution, Flatten and Dense': {
    inputShape: [28, 28, 1],
    layers: [Conv2D({ filters: 16, kernelSize: 3, ...relu }), Flatten(), softmax],
  },
};

/** Images of noise, each with a bright bar whose height says its class. */
function bars([height, width, channels]: readonly [number, number, number], count: number): Rows {
  const generator = createGenerator(deriveSeed(3, 'bars'));
  const size = height * width * channels;
  const labels = Uint8Array.from({ length: count }, (_, row) => row % 10);
  const images = Uint8Array.from({ length: count * size }, (_, i) => {
    const y = Math.floor((i % size) / (width * channels));
    const isBar = Math.floor(y / 2) === labels[Math.floor(i / size)];
    return (isBar ? 180 : 0) + generator.integer(64);
  });
  return { images, labels };
}

describe("Keras's examples", () => {
  it.each(Object.entries(examples))('train at their real shapes: %s', async (_, config) => {
    const model = new Sequential(config);
    model.compile({ backend: 'wasm', optimizer: Adam() });
    const { history } = await model.fit(bars(config.inputShape, 120), { epochs: 3, batchSize: 30, seed: 7 });
    const losses = history.loss ?? [];
    expect(losses.every(Number.isFinite)).toBe(true);
    expect(losses.at(-1)).toBeLessThan(0.9 * (losses[0] ?? 0));
  });
});
