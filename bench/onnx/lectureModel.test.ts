// The network that ONNX Runtime is measured with is Convoy's own, weight for weight, and no more than that: the same
// images give the same probabilities.

import { createGenerator, deriveSeed, preset, Sequential } from '@convoy/core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { lectureModel } from './lectureModel.ts';

test('the ONNX file computes what Convoy computes', async () => {
  const count = 4;
  const generator = createGenerator(deriveSeed(1, 'images'));
  const images = Float32Array.from({ length: count * 28 * 28 }, () => generator.uniform());
  const { file, weights } = await lectureModel(count);

  const session = await InferenceSession.create(file);
  const outputs = await session.run({ images: new Tensor('float32', images, [count, 1, 28, 28]) });

  const model = new Sequential(preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 }));
  await model.setWeights(weights);
  const expected = await model.predict(images);
  model.dispose();
  const found = Array.from(outputs.probabilities?.data ?? [], Number);
  expect(found).toHaveLength(count * 10);
  expect(Math.max(...found.map((value, i) => Math.abs(value - (expected[i] ?? 0))))).toBeLessThan(1e-5);
});
