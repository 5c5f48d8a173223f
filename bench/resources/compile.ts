// A process of its own: compiles the graphs of lecture-cnn once, cold, as the first batch of a training does, and prints
// milliseconds as JSON.

import { buildGraph, CategoricalCrossentropy, preset, RMSprop } from '@convoy/core';
import { selectBackend } from '@convoy/kernels';

const model = preset('lecture-cnn', { imageShape: [28, 28, 1], classes: 10 });
const backend = await selectBackend();
const begin = performance.now();
const graph = buildGraph(model, { batchSize: 256, loss: CategoricalCrossentropy(), optimizer: RMSprop() });
const built = performance.now();
const executable = await backend.compile(graph);
// A program's code may be made when it is first run: one row makes it, and takes next to no time itself.
await executable.run('trainStep', 1);
const compiled = performance.now();
// Engines may leave part of the work to the first full batch.
await executable.run('trainStep');
const ran = performance.now();
executable.dispose();
console.log(
  JSON.stringify({
    backend: backend.name,
    buildMilliseconds: built - begin,
    compileMilliseconds: compiled - built,
    firstStepMilliseconds: ran - compiled,
  }),
);
