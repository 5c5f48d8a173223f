// What is refused before anything is computed: images whose values could be read in two ways, or are no numbers.

import { describe, expect, it } from 'vitest';
import type { Images } from '../data/rows.ts';
import { Flatten } from '../layers/flatten.ts';
import { compiled, errorOf, halves, softmax } from '../testing/halves.ts';

const { images: bytes, labels } = halves(3);

describe('images of a model', () => {
  it('are the same as clamped bytes or as a view of a larger buffer', async () => {
    const model = compiled();
    const expected = await model.predict(bytes);
    const clamped = Uint8ClampedArray.from(bytes);
    expect(await model.predict(clamped)).toEqual(expected);
    const larger = new Uint8ClampedArray(16 + bytes.length);
    larger.set(bytes, 16);
    expect(await model.predict(larger.subarray(16))).toEqual(expected);
    expect(await model.evaluate({ images: clamped, labels })).toEqual(
      await model.evaluate({ images: bytes, labels }),
    );
    const [plain, other] = [compiled(), compiled()];
    await plain.fit({ images: bytes, labels });
    await other.fit({ images: clamped, labels });
    expect(await other.getWeights()).toEqual(await plain.getWeights());
  });

  const others: readonly (readonly [string, object | undefined])[] = [
    ['Int16Array', Int16Array.from(bytes)],
    ['Float64Array', Float64Array.from(bytes)],
    ['Array', [...bytes]],
    ['Undefined', undefined],
  ];
  it.each(others)('are refused as %s', async (type, images) => {
    const model = compiled();
    const given = images as Images;
    const calls = [
      model.predict(given),
      model.evaluate({ images: given, labels }),
      model.fit({ images: given, labels }),
      model.fit({ images: bytes, labels }, { validationData: { images: given, labels } }),
    ];
    for (const call of calls) {
      const { code, message } = await errorOf(call);
      expect(code).toBe('invalid-argument');
      expect(message).toContain('images: expected a Uint8Array of pixel values 0 to 255, or a Float32Array');
      expect(message).toContain(`got ${type}`);
    }
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('are refused with a value of %s', async (value) => {
    const model = compiled({}, [Flatten(), softmax]);
    const images = new Float32Array(3 * 16);
    images[20] = value;
    for (const call of [
      model.predict(images),
      model.evaluate({ images, labels }),
      model.fit({ images, labels }),
    ]) {
      const { code, message } = await errorOf(call);
      expect(code).toBe('invalid-data');
      expect(message).toBe(`image 1: expected finite numbers, found ${value} at value 4`);
    }
  });

  it('may be overwritten as soon as a prediction was asked for', async () => {
    const model = compiled();
    const expected = await model.predict(bytes);
    const reused = Uint8Array.from(bytes);
    const predictions = [model.predict(reused), model.predict(reused)];
    reused.fill(0);
    expect(await Promise.all(predictions)).toEqual([expected, expected]);
  });
});
