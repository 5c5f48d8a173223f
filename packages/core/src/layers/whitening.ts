// Whitening filters (Page 2018, "How to train your ResNet"; Jordan 2024): the first layer turns patches of the images into
// values that are not correlated and vary alike, so that the next layer begins with all directions equally loud.

import { CoreError } from '../errors.ts';
import type { Shape } from './shape.ts';
import { symmetricEigen } from './symmetricEigen.ts';

/** How many images the patches are taken from, from the first on. */
export const whiteningImages = 5000;

/** Added to each eigenvalue, so that directions in which patches hardly vary are not blown up. */
const epsilon = 5e-4;

/**
 * Filters `[height, width, channels, filters]`: eigenvectors of the patches' second moment over the root of their
 * eigenvalue, largest first, in the first half; their negatives in the second.
 * @param images Normalized, `[count, height, width, channels]`.
 * @throws {CoreError} `wrong-shape` if the filters are odd in number, or more than twice the values of a patch.
 */
export function whiteningFilters(
  kernelShape: Shape,
  images: Float32Array,
  [height, width]: Shape,
  label: string,
): Float32Array {
  const [kernelHeight = 1, kernelWidth = 1, channels = 1, filters = 1] = kernelShape;
  const patch = kernelHeight * kernelWidth * channels;
  if (filters % 2 !== 0 || filters > 2 * patch) {
    throw new CoreError(
      'wrong-shape',
      `${label}: whitening: expected an even number of filters up to ${2 * patch}, twice the ${patch} values of a ` +
        `patch, found ${filters}`,
    );
  }
  const eigen = symmetricEigen(secondMoment(kernelShape, images, [height ?? 1, width ?? 1]));
  const half = filters / 2;
  const values = new Float32Array(patch * filters);
  eigen.slice(0, half).forEach(({ value, vector }, f) => {
    const factor = 1 / Math.sqrt(value + epsilon);
    vector.forEach((component, i) => {
      values[i * filters + f] = component * factor;
      values[i * filters + half + f] = -component * factor;
    });
  });
  return values;
}

/** The mean of `patch · patchᵀ` over every patch of every image. */
function secondMoment(
  [kernelHeight = 1, kernelWidth = 1, channels = 1]: Shape,
  images: Float32Array,
  [height, width]: readonly [number, number],
): number[][] {
  const run = kernelWidth * channels;
  const size = kernelHeight * run;
  const patch = new Float32Array(size);
  const sums = new Float64Array(size * size);
  const count = images.length / (height * width * channels);
  let patches = 0;
  for (let image = 0; image < count; image++) {
    for (let y = 0; y + kernelHeight <= height; y++) {
      for (let x = 0; x + kernelWidth <= width; x++) {
        for (let row = 0; row < kernelHeight; row++) {
          const from = ((image * height + y + row) * width + x) * channels;
          for (let i = 0; i < run; i++) patch[row * run + i] = images[from + i] as number;
        }
        for (let i = 0; i < size; i++) {
          const value = patch[i] as number;
          for (let j = i; j < size; j++) {
            sums[i * size + j] = (sums[i * size + j] as number) + value * (patch[j] as number);
          }
        }
        patches += 1;
      }
    }
  }
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (__, j) => (sums[Math.min(i, j) * size + Math.max(i, j)] ?? 0) / patches),
  );
}
