// The lecture's worked example: a 5×5 image of a four, a 3×3 filter that looks for horizontal lines, zero padding, a bias
// of 0; and what it says of windows, strides and the number of parameters.

import {
  Conv2D,
  type Conv2DOptions,
  countParameters,
  Dense,
  Flatten,
  type ImageShape,
  type LayerSpec,
  MaxPooling2D,
  structureOf,
} from '@convoy/core';
import { describe, expect, it } from 'vitest';
import { type BackendName, backends, featureMap, network } from './featureMaps.ts';

const image = [
  [-1, 1, -1, 1, -1],
  [-1, 1, -1, 1, -1],
  [-1, 1, 1, 1, -1],
  [-1, -1, -1, 1, -1],
  [-1, -1, -1, 1, -1],
];

const paddedImage = [[0, 0, 0, 0, 0, 0, 0], ...image.map((row) => [0, ...row, 0]), [0, 0, 0, 0, 0, 0, 0]];

const filter = [
  [-1, -1, -1],
  [1, 1, 1],
  [-1, -1, -1],
];

const filteredImage = [
  [0, 0, 0, 0, 0],
  [0, -1, -3, -1, 0],
  [2, 5, 3, 3, 0],
  [0, -1, -3, -1, 0],
  [0, 0, 0, 0, 0],
];

const afterRelu = [
  [0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0],
  [2, 5, 3, 3, 0],
  [0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0],
];

const weights = new Map([
  ['conv2d_1/kernel', { shape: [3, 3, 1, 1], data: Float32Array.from(filter.flat()) }],
  ['conv2d_1/bias', { shape: [1], data: Float32Array.of(0) }],
]);

/** What the lecture's filter makes of an image. */
function filtered(
  backend: BackendName,
  pixels: readonly number[][],
  options: Partial<Conv2DOptions> = {},
  ...further: readonly LayerSpec[]
): Promise<number[][]> {
  const inputShape: ImageShape = [pixels.length, pixels.length, 1];
  const conv = Conv2D({ filters: 1, kernelSize: 3, ...options });
  return featureMap(network(backend, inputShape, conv, ...further), weights, pixels);
}

/** Weights and biases of one layer after a 7×7 image. */
function parametersOf(...layers: readonly LayerSpec[]): number {
  return countParameters(structureOf({ inputShape: [7, 7, 1], layers }).weights);
}

describe.each(backends)("the lecture's filter on the %s backend", (backend) => {
  it('gives the filtered image exactly, of the image with zeros added to its borders', async () => {
    expect(await filtered(backend, paddedImage)).toEqual(filteredImage);
  });

  it('gives the same with the zeros added by padding', async () => {
    expect(await filtered(backend, image, { padding: 'same' })).toEqual(filteredImage);
  });

  it('leaves only the horizontal line after ReLU', async () => {
    expect(await filtered(backend, image, { padding: 'same', activation: 'relu' })).toEqual(afterRelu);
  });

  it('gives every other value of every other row with a stride of two: 3×3', async () => {
    const everyOther = <T>(values: readonly T[]) => values.filter((_, i) => i % 2 === 0);
    expect(await filtered(backend, paddedImage, { strides: 2 })).toEqual(
      everyOther(filteredImage).map(everyOther),
    );
  });

  it('keeps the largest value of each 2×2 grid in max pooling: a 4 to 1 compression', async () => {
    const pooled = await filtered(backend, image, { padding: 'same', activation: 'relu' }, MaxPooling2D());
    expect(pooled).toEqual([
      [0, 0],
      [5, 3],
    ]);
  });
});

describe("the lecture's counts", () => {
  it('a 3×3 window on the padded 7×7 image can be shifted 5 times either way', () => {
    const { outputShape } = structureOf({
      inputShape: [7, 7, 1],
      layers: [Conv2D({ filters: 1, kernelSize: 3 })],
    });
    expect(outputShape).toEqual([5, 5, 1]);
  });

  it('25 nodes that see all 49 pixels have 49 × 25 + 25 = 1,250 parameters; a shared 3×3 kernel has 9 + 1 = 10', () => {
    expect(parametersOf(Flatten(), Dense({ units: 25 }))).toBe(1250);
    expect(parametersOf(Conv2D({ filters: 1, kernelSize: 3 }))).toBe(10);
  });

  it('the depth of the feature map is the number of filters', () => {
    const layers = [Conv2D({ filters: 32, kernelSize: 5, padding: 'same' })];
    expect(structureOf({ inputShape: [7, 7, 3], layers }).outputShape).toEqual([7, 7, 32]);
  });
});
