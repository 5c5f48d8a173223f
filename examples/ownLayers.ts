// A network of your own, as a list of layers: node examples/ownLayers.ts
//
// A model is plain data: it can be written to a file, sent to a worker, or given to `trainEnsemble` in the place of a name.

import {
  Activation,
  Adam,
  analyzeModel,
  BatchNormalization,
  Conv2D,
  CosineDecay,
  Dense,
  Dropout,
  Flatten,
  glyphs,
  MaxPooling2D,
  Sequential,
  type SequentialConfig,
} from '@convoy/core';

const config: SequentialConfig = {
  name: 'my-network',
  inputShape: [28, 28, 1],
  layers: [
    // Batch normalization stands between a convolution and its activation, so the convolution needs no bias.
    Conv2D({ filters: 16, kernelSize: 3, useBias: false }),
    BatchNormalization(),
    Activation({ activation: 'relu' }),
    MaxPooling2D({ poolSize: 2 }),
    Conv2D({ filters: 32, kernelSize: 3, activation: 'relu' }),
    MaxPooling2D({ poolSize: 2 }),
    Flatten(),
    Dropout({ rate: 0.25 }),
    Dense({ units: 10, activation: 'softmax' }),
  ],
};

const model = new Sequential(config);
console.log(model.summary());
console.log(`${analyzeModel(config).multiplyAdds.toLocaleString('en')} multiply-adds an image`);

const { train, test } = glyphs({ trainCount: 3000, testCount: 500 });
const [epochs, batchSize] = [4, 64];
const steps = epochs * Math.ceil(train.count / batchSize);
model.compile({
  optimizer: Adam({ learningRate: CosineDecay({ initialLearningRate: 0.003, decaySteps: steps }) }),
  loss: 'categoricalCrossentropy',
});
await model.fit(train, { epochs, batchSize, seed: 1 });

const { loss, accuracy } = await model.evaluate(test);
console.log(`test loss ${loss.toFixed(3)}, accuracy ${(100 * accuracy).toFixed(1)}%`);
model.dispose();
