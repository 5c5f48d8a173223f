// ONNX Runtime as pages load it: its WebAssembly, here in Node.

import { preset } from '@convoy/core';
import { presetImageShape } from '@convoy/core/internal';
import type { Combination } from '@convoy/ensemble';
import { env, InferenceSession, Tensor } from 'onnxruntime-web';
import { expect, test } from 'vitest';
import { ensembleOf, largestDifference, randomPixels } from '../testing/ensembles.ts';
import { exportOnnx } from './export.ts';

env.wasm.numThreads = 1;

const cases: readonly (readonly [name: string, Combination])[] = [
  ['lecture-cnn', { method: 'mean', temperature: 0.7 }],
  ['lenet5', { method: 'vote' }],
  ['airbench-quarter', { method: 'greedy', weights: [0.25, 0, 0.75] }],
];

test.each(cases)(
  'onnxruntime-web gives the probabilities of three members of %s',
  async (name, combination) => {
    const model = preset(name, { imageShape: presetImageShape(name), classes: 10 });
    using ensemble = ensembleOf([model, model, model], combination);
    const pixels = randomPixels(ensemble, 3);
    const { probabilities, members } = await ensemble.predict(pixels);
    const file = exportOnnx(ensemble, { members: true });
    const session = await InferenceSession.create(file, { executionProviders: ['wasm'] });
    const images = new Tensor('float32', Float32Array.from(pixels), [3, ...ensemble.imageShape]);
    const outputs = await session.run({ images });
    const found = (output: string) => outputs[output]?.data as Float32Array;
    expect(largestDifference(found('probabilities'), probabilities)).toBeLessThan(1e-5);
    const second = [0, 1, 2].flatMap((n) => [...found('members').subarray(30 * n + 10, 30 * n + 20)]);
    expect(largestDifference(second, members[1] ?? [])).toBeLessThan(1e-5);
    await session.release();
  },
);
