// Networks in half precision, written by `testing/python/half_fixtures.py` with what they say when they are computed in
// float32.

import { readFile } from 'node:fs/promises';
import { Conv2D, Dense, deriveSeed, Flatten } from '@convoy/core';
import { Ensemble } from '@convoy/ensemble/node';
import { expect, test } from 'vitest';
import { floatsOfBfloat16, floatsOfFloat16 } from './halfPrecision.ts';
import type { Imported } from './import/imported.ts';
import { importKeras } from './keras/import.ts';
import { importOnnx } from './onnx/import.ts';
import { importSafetensors } from './safetensors/import.ts';
import { largestDifference } from './testing/ensembles.ts';

const read = (name: string) => readFile(new URL(`testing/fixtures/half.${name}`, import.meta.url));
const half: { images: number[]; keras: number[]; pytorch: number[] } = JSON.parse(String(await read('json')));

async function probabilities({ networks: [network] }: Imported): Promise<Float32Array> {
  if (network === undefined) throw new Error('nothing was imported');
  const member = { member: 0, seed: deriveSeed(1), epochs: 0, accuracy: 0, nll: 0, weights: network.weights };
  using ensemble = new Ensemble({
    model: network.model,
    classNames: ['a', 'b', 'c'],
    dataset: { name: 'none', sha256: '' },
    combination: { method: 'mean' },
    members: [member],
  });
  return (await ensemble.predict(Uint8Array.from(half.images))).probabilities;
}

test('a Keras network in float16, one dataset of it in compressed chunks', async () => {
  const found = await probabilities(await importKeras(await read('keras')));
  expect(largestDifference(found, half.keras)).toBeLessThan(1e-5);
});

test('an ONNX network in float16 and bfloat16, with casts', async () => {
  const found = await probabilities(importOnnx(await read('onnx'), { pixelRange: 1 }));
  expect(largestDifference(found, half.pytorch)).toBeLessThan(1e-5);
});

test('safetensors in float16 and bfloat16', async () => {
  const layers = [
    Conv2D({ filters: 2, kernelSize: 3, activation: 'relu', name: 'conv' }),
    Flatten(),
    Dense({ units: 3, name: 'fc' }),
  ];
  const found = await probabilities(
    importSafetensors(await read('safetensors'), { inputShape: [4, 4, 1], layers }),
  );
  expect(largestDifference(found, half.pytorch)).toBeLessThan(1e-5);
});

test('every kind of number becomes the float32 that it is', () => {
  const bytes = (...bits: number[]) => new Uint8Array(Uint16Array.from(bits).buffer);
  expect([
    ...floatsOfFloat16(bytes(0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e00, 0x3555)),
  ]).toEqual([1, -2, 65504, 2 ** -14, 2 ** -24, -0, Infinity, -Infinity, NaN, 0.333251953125]);
  expect([...floatsOfBfloat16(bytes(0x3f80, 0xc049, 0x7f80, 0x7fc0, 0x0001, 0x8000))]).toEqual([
    1,
    -3.140625,
    Infinity,
    NaN,
    2 ** -133,
    -0,
  ]);
});
