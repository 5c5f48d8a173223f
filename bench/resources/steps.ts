// A process of its own: trains lecture-cnn for some steps and prints its resident memory as it goes, as JSON.
//
// usage: steps.ts [--steps 1000]

import { parseArgs } from 'node:util';
import { preset, Sequential } from '@convoy/core';
import { images } from './images.ts';

const { values } = parseArgs({ options: { steps: { type: 'string', default: '1000' } } });
const batchSize = 256;
/** Until then engines optimize and heaps find their size. */
const settlingSteps = 200;
const sampleEvery = 10;

const { name, imageShape, classNames, train } = await images();
const model = new Sequential(preset('lecture-cnn', { imageShape, classes: classNames.length }));
model.compile();
const residentBytes: number[] = [];
const last = settlingSteps + Number(values.steps);
let step = 0;
await model.fit(train, {
  epochs: Number.MAX_SAFE_INTEGER,
  batchSize,
  callbacks: [
    {
      onBatchEnd(_, training) {
        step++;
        if (step > settlingSteps && step % sampleEvery === 0) residentBytes.push(process.memoryUsage.rss());
        if (step >= last) training.stopTraining();
      },
    },
  ],
});
model.dispose();
console.log(JSON.stringify({ dataset: name, residentBytes }));
