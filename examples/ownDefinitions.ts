// Trains with a layer, an activation, a loss, a metric and a dataset of your own: node examples/ownDefinitions.ts model.convoy
//
// `myDefinitions.ts` registers them. A program that loads the saved model must import it too.

import { Dense, Flatten, MaxPooling2D } from '@convoy/core';
import { loadDataset, Sequential } from '@convoy/core/node';
import { FactorizedConv2D, lecunTanh, TemperedCrossentropy } from './myDefinitions.ts';

const [path = 'model.convoy'] = process.argv.slice(2);

const { imageShape, classNames, train, test } = await loadDataset('stripes');
using model = new Sequential({
  name: 'own-definitions',
  inputShape: imageShape,
  layers: [
    FactorizedConv2D({ filters: 8, kernelSize: 3 }),
    MaxPooling2D(),
    Flatten(),
    Dense({ units: 16, activation: lecunTanh }),
    Dense({ units: classNames.length, activation: 'softmax' }),
  ],
});
console.log(model.summary());

model.compile({ loss: TemperedCrossentropy({ temperature: 1.5 }), metrics: ['accuracy', 'confidence'] });
const { history } = await model.fit(train, { epochs: 5, seed: 1, validationSplit: 0.2 });
console.log('confidence by epoch:', history.valConfidence?.map((value) => value.toFixed(3)).join(', '));
const { accuracy } = await model.evaluate(test);
console.log(`test accuracy ${(100 * accuracy).toFixed(1)}%`);

await model.save(path);
using loaded = await Sequential.load(path);
const [first] = await loaded.predict(test.images.subarray(0, imageShape[0] * imageShape[1]));
console.log(`saved in ${path}; the first image is ${classNames[0]} with probability ${first?.toFixed(3)}`);
