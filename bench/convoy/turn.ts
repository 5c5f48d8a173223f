// Convoy's turn: the same promises to whoever runs the comparison as the peers' own scripts. All members train in this one
// process, each in a worker of its own; everything that real training does is in it: shuffling, making floats of bytes,
// reading loss and accuracy of each batch.
//
// usage: turn.ts lecture-cnn|airbench94 train|inference [--seconds 10] [--batch-size 256] [--members 2] [--width 64]

import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { preset, type SequentialConfig } from '@convoy/core';
import {
  type BenchmarkTrainingOptions,
  benchmarkInference,
  benchmarkTraining,
} from '@convoy/ensemble/internal/node';
import { airbench, airbenchTraining } from './airbench.ts';
import { randomImages } from './randomImages.ts';
import { trainedParameters } from './trainedParameters.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '10' },
    'warmup-seconds': { type: 'string', default: '1' },
    'batch-size': { type: 'string', default: '256' },
    members: { type: 'string', default: '2' },
    width: { type: 'string', default: '64' },
    wait: { type: 'boolean', default: false },
  },
});

const [networkName, work] = positionals;
const { model, training } = networkOf(networkName ?? 'nothing');
const batchSize = Number(values['batch-size']);
const batches = 8;
const options: BenchmarkTrainingOptions = {
  model,
  ...training,
  batchSize,
  dataset: randomImages(model.inputShape, batches * batchSize),
  workers: Number(values.members),
  seconds: Number(values.seconds),
  warmupSeconds: Number(values['warmup-seconds']),
};

if (values.wait) await startTogether();
const { imagesPerSecond } = await measure();
console.log(JSON.stringify({ imagesPerSecond }));
process.exit(0);

function networkOf(name: string): { model: SequentialConfig; training: Partial<BenchmarkTrainingOptions> } {
  if (name === 'airbench94') return { model: airbench(Number(values.width)), training: airbenchTraining };
  return { model: preset(name, { imageShape: [28, 28, 1], classes: 10 }), training: {} };
}

function measure() {
  if (work === 'train') return benchmarkTraining(options);
  if (work === 'inference') return benchmarkInference(options);
  throw new Error(`expected train or inference, got ${work}`);
}

async function startTogether(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  // Whoever started this is gone: no reason to go on.
  lines.once('close', () => process.exit(1));
  const parameters = trainedParameters(model);
  console.log(JSON.stringify({ ready: { parameters } }));
  await new Promise((resolve) => lines.once('line', resolve));
}
