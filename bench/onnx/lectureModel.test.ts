// The network that ONNX Runtime is measured with is Convoy's own, weight for weight: the same images give the same
// probabilities. ONNX Runtime is no dependency of the workspace, so this runs where `bench/peers` is installed.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { createGenerator, deriveSeed, preset, Sequential } from '@convoy/core';
import { expect, test } from 'vitest';
import { lectureModel } from './lectureModel.ts';
import { firstWeights, lectureShape } from './lectureWeights.ts';

const runtime = findRuntime();

test.skipIf(runtime === null)(
  'the ONNX file computes what Convoy computes (skipped where onnxruntime-node is not in bench/peers)',
  async () => {
    const { InferenceSession, Tensor } = await import(pathToFileURL(String(runtime)).href);
    const count = 4;
    const generator = createGenerator(deriveSeed(1, 'images'));
    const images = Float32Array.from({ length: count * 28 * 28 }, () => generator.uniform());
    const weights = await firstWeights();

    const session = await InferenceSession.create(lectureModel(weights, count));
    const { probabilities } = await session.run({
      images: new Tensor('float32', images, [count, 1, 28, 28]),
    });

    const model = new Sequential(preset('lecture-cnn', lectureShape));
    await model.setWeights(weights);
    const expected = await model.predict(images);
    model.dispose();
    const differences = expected.map((value, i) => Math.abs(value - probabilities.data[i]));
    expect(expected).toHaveLength(count * 10);
    expect(Math.max(...differences)).toBeLessThan(1e-5);
  },
);

function findRuntime(): string | null {
  try {
    return createRequire(new URL('../peers/package.json', import.meta.url)).resolve('onnxruntime-node');
  } catch {
    return null;
  }
}
