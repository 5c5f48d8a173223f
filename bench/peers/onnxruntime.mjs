// Inference of the lecture's network in ONNX Runtime, one thread: `onnxruntime.mjs node` is its native code (with AVX-512
// where the processor has it), `onnxruntime.mjs web` its WASM build.

import { lectureModel } from '../onnx/lectureModel.ts';
import { measure, options } from './turn.mjs';

const given = options();
const [variant] = given.positionals;
if (variant !== 'node' && variant !== 'web') {
  console.error(`onnxruntime.mjs: expected node or web, got ${variant}`);
  process.exit(2);
}
const name = `onnxruntime-${variant}`;
const ort = await import(name);
if (variant === 'web') ort.env.wasm.numThreads = 1;

const { file, weights } = await lectureModel(given.batchSize);
const session = await ort.InferenceSession.create(file, {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
});
const batches = Array.from({ length: 8 }, () => {
  const images = Float32Array.from({ length: given.batchSize * 28 * 28 }, Math.random);
  return new ort.Tensor('float32', images, [given.batchSize, 1, 28, 28]);
});

await measure({
  options: given,
  imagesPerStep: given.batchSize,
  parameters: [...weights.values()].reduce((total, { data }) => total + data.length, 0),
  step: (i) => session.run({ images: batches[i % 8] }),
});
