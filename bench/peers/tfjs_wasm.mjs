// Inference of the lecture's network in TensorFlow.js, WASM backend (it has no gradient of a convolution), one thread.

import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-wasm';
import { measure, options } from './turn.mjs';

const given = options();
await tf.setBackend('wasm');
await tf.ready();

const net = layers.sequential({
  layers: [
    layers.layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, activation: 'relu' }),
    layers.layers.maxPooling2d({ poolSize: 2 }),
    layers.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
    layers.layers.maxPooling2d({ poolSize: 2 }),
    layers.layers.conv2d({ filters: 64, kernelSize: 3, activation: 'relu' }),
    layers.layers.flatten(),
    layers.layers.dense({ units: 64, activation: 'relu' }),
    layers.layers.dense({ units: 10, activation: 'softmax' }),
  ],
});
const batches = Array.from({ length: 8 }, () => tf.randomUniform([given.batchSize, 28, 28, 1]));

await measure({
  options: given,
  imagesPerStep: given.batchSize,
  parameters: net.countParams(),
  step(i) {
    const probabilities = net.predict(batches[i % 8], { batchSize: given.batchSize });
    probabilities.dataSync();
    probabilities.dispose();
  },
});
