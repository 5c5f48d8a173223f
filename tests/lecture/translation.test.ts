// Translation invariance: a feature is detected wherever it appears; and why pooling: a small shift of the image leaves
// most pooled values as they were.

import { Conv2D, createGenerator, deriveSeed, MaxPooling2D, type Sequential } from '@convoy/core';
import { describe, expect, it } from 'vitest';
import { backends, network } from './featureMaps.ts';

const size = 28;
const filters = 32;
const shift = 1;
const conv = Conv2D({ filters, kernelSize: 3, padding: 'same', activation: 'relu' });

/** A four, drawn with strokes three pixels wide, `right` pixels to the right. */
function four(right: number): Float32Array {
  const image = new Float32Array(size * size);
  const fill = (top: number, left: number, height: number, width: number) => {
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) image[y * size + x + right] = 1;
    }
  };
  fill(6, 8, 9, 3);
  fill(14, 8, 3, 12);
  fill(6, 16, 16, 3);
  return image;
}

/** Of the values that fire for either image, the share that differs. */
function shareChanged(before: Float32Array, after: Float32Array): number {
  let firing = 0;
  let changed = 0;
  before.forEach((value, i) => {
    if (value !== 0 || after[i] !== 0) firing += 1;
    if (value !== after[i]) changed += 1;
  });
  return changed / firing;
}

async function compare(model: Sequential) {
  model.initialize(createGenerator(deriveSeed(1)));
  const before = await model.predict(four(0));
  const after = await model.predict(four(shift));
  model.dispose();
  return { before, after };
}

describe.each(backends)('a digit that is shifted, on the %s backend', (backend) => {
  it('gives the same feature map, shifted', async () => {
    const { before, after } = await compare(network(backend, [size, size, 1], conv));
    expect(before.some((value) => value > 0)).toBe(true);
    const shifted = new Float32Array(before.length);
    for (let y = 0; y < size; y++) {
      const row = before.subarray(y * size * filters, ((y + 1) * size - shift) * filters);
      shifted.set(row, (y * size + shift) * filters);
    }
    const furthest = after.reduce((most, value, i) => Math.max(most, Math.abs(value - (shifted[i] ?? 0))), 0);
    expect(furthest).toBeLessThan(1e-6);
  });

  it('changes fewer of the values after pooling, and leaves most of them as they were', async () => {
    const map = await compare(network(backend, [size, size, 1], conv));
    const pooled = await compare(network(backend, [size, size, 1], conv, MaxPooling2D({ poolSize: 2 })));
    const changedBefore = shareChanged(map.before, map.after);
    const changedAfter = shareChanged(pooled.before, pooled.after);
    expect(changedBefore).toBeGreaterThan(0.85);
    expect(changedAfter).toBeLessThan(0.75);
    const unchanged = pooled.before.filter((value, i) => value === pooled.after[i]).length;
    expect(unchanged / pooled.before.length).toBeGreaterThan(0.8);
  });
});
