// Trains with a layer, an activation, a loss, a metric and a dataset of your own: node examples/ownDefinitions.ts model.convoy runs/own
//
// `myDefinitions.ts` registers them. Whatever loads the saved model must import it too: a program does so itself, the workers
// of an ensemble by the option `modules`, commands by `--modules`.

import { Dense, Flatten, MaxPooling2D } from '@convoy/core';
import { loadDataset, Sequential } from '@convoy/core/node';
import { trainEnsemble } from '@convoy/ensemble/node';
import { FactorizedConv2D, lecunTanh, TemperedCrossentropy } from './myDefinitions.ts';

const [path = 'model.convoy', out = 'runs/own'] = process.argv.slice(2);

const dataset = await loadDataset('stripes');
const { imageShape, classNames, train, test } = dataset;
const network = {
  name: 'own-definitions',
  inputShape: imageShape,
  layers: [
    FactorizedConv2D({ filters: 8, kernelSize: 3 }),
    MaxPooling2D(),
    Flatten(),
    Dense({ units: 16, activation: lecunTanh }),
    Dense({ units: classNames.length, activation: 'softmax' }),
  ],
};
const loss = TemperedCrossentropy({ temperature: 1.5 });

// One network.
using model = new Sequential(network);
console.log(model.summary());
model.compile({ loss, metrics: ['accuracy', 'confidence'] });
const { history } = await model.fit(train, { epochs: 5, seed: 1, validationSplit: 0.2 });
console.log('confidence by epoch:', history.valConfidence?.map((value) => value.toFixed(3)).join(', '));
const { accuracy } = await model.evaluate(test);
console.log(`test accuracy ${(100 * accuracy).toFixed(1)}%`);

await model.save(path);
using loaded = await Sequential.load(path);
const [first] = await loaded.predict(test.images.subarray(0, imageShape[0] * imageShape[1]));
console.log(`saved in ${path}; the first image is ${classNames[0]} with probability ${first?.toFixed(3)}`);

// An ensemble, trained in two threads that import the definitions themselves.
const { ensemble, metrics } = await trainEnsemble({
  dataset,
  model: network,
  loss,
  modules: [`${import.meta.dirname}/myDefinitions.ts`],
  members: 2,
  workers: 2,
  epochs: 5,
  batchSize: 32,
  seed: 1,
  out,
});
console.log(`two of them together ${(100 * (metrics?.accuracy ?? 0)).toFixed(1)}%, saved in ${out}`);
ensemble?.dispose();
