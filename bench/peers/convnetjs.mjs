// Training of the lecture's network in ConvNetJS, plain JavaScript. It works image by image in float64 (it has no other
// way) and updates once a batch; "windowgrad" is its RMSprop.

import convnetjs from 'convnetjs';
import { measure, options } from './turn.mjs';

const given = options();
const net = new convnetjs.Net();
net.makeLayers([
  { type: 'input', out_sx: 28, out_sy: 28, out_depth: 1 },
  { type: 'conv', sx: 3, filters: 32, stride: 1, activation: 'relu' },
  { type: 'pool', sx: 2, stride: 2 },
  { type: 'conv', sx: 3, filters: 64, stride: 1, activation: 'relu' },
  { type: 'pool', sx: 2, stride: 2 },
  { type: 'conv', sx: 3, filters: 64, stride: 1, activation: 'relu' },
  { type: 'fc', num_neurons: 64, activation: 'relu' },
  { type: 'softmax', num_classes: 10 },
]);
const trainer = new convnetjs.Trainer(net, {
  method: 'windowgrad',
  learning_rate: 1e-3,
  ro: 0.9,
  eps: 1e-7,
  batch_size: given.batchSize,
});
const images = Array.from({ length: 256 }, () => {
  const volume = new convnetjs.Vol(28, 28, 1, 0);
  for (let i = 0; i < volume.w.length; i++) volume.w[i] = Math.random();
  return volume;
});

await measure({
  options: given,
  imagesPerStep: 1,
  parameters: net.getParamsAndGrads().reduce((total, { params }) => total + params.length, 0),
  step: (i) => trainer.train(images[i % images.length], i % 10),
});
