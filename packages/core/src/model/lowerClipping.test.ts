// What clipping does to a training step: plain SGD with rate 1 moves a parameter by exactly its gradient, so the steps of
// an optimizer that clips are the plain ones, clipped.

import { describe, expect, it } from 'vitest';
import { Conv2D } from '../layers/conv2d.ts';
import { Flatten } from '../layers/flatten.ts';
import type { ClippingOptions } from '../optimizers/clipping.ts';
import { SGD } from '../optimizers/sgd.ts';
import { compiled, halves, softmax } from '../testing/halves.ts';

const layers = [Conv2D({ filters: 3, kernelSize: 3 }), Flatten(), softmax];

/** By how much one step on eight images moves each parameter. */
async function stepOf(clipping: ClippingOptions, backend: string): Promise<Map<string, number[]>> {
  const model = compiled({ backend, optimizer: SGD({ learningRate: 1, ...clipping }) }, layers);
  const before = await model.getWeights();
  await model.fit(halves(8), { epochs: 1, batchSize: 8 });
  const after = await model.getWeights();
  model.dispose();
  return new Map(
    [...before].map(([name, { data }]) => [
      name,
      [...data].map((value, i) => (after.get(name)?.data[i] ?? Number.NaN) - value),
    ]),
  );
}

const normOf = (...vectors: readonly (readonly number[])[]) => Math.hypot(...vectors.flat());

describe.each(['reference', 'wasm'])('clipping on the %s backend', (backend) => {
  async function expectScaled(clipping: ClippingOptions, factorOf: (step: readonly number[]) => number) {
    const plain = await stepOf({}, backend);
    const clipped = await stepOf(clipping, backend);
    for (const [name, step] of plain) {
      for (const [i, value] of step.entries()) {
        expect(clipped.get(name)?.[i], `${name}[${i}]`).toBeCloseTo(value * factorOf(step), 5);
      }
    }
  }

  it('shortens each gradient to clipNorm where it is longer', async () => {
    const norms = [...(await stepOf({}, backend)).values()].map((step) => normOf(step));
    const limit = (Math.min(...norms) + Math.max(...norms)) / 2;
    expect(Math.min(...norms)).toBeLessThan(limit);
    await expectScaled({ clipNorm: limit }, (step) => Math.min(1, limit / normOf(step)));
  });

  it('shortens all gradients by one factor to globalClipNorm', async () => {
    const norm = normOf(...(await stepOf({}, backend)).values());
    await expectScaled({ globalClipNorm: norm / 3 }, () => 1 / 3);
    await expectScaled({ globalClipNorm: norm * 3 }, () => 1);
  });

  it('keeps every element within clipValue', async () => {
    const limit = 0.05;
    const plain = await stepOf({}, backend);
    const clipped = await stepOf({ clipValue: limit }, backend);
    const values = [...plain.values()].flat();
    expect(values.some((value) => Math.abs(value) > limit)).toBe(true);
    expect(values.some((value) => Math.abs(value) < limit)).toBe(true);
    for (const [i, value] of [...clipped.values()].flat().entries()) {
      expect(value).toBeCloseTo(Math.max(-limit, Math.min(limit, values[i] ?? Number.NaN)), 5);
    }
  });
});
