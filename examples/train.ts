// Trains an ensemble and keeps it: node examples/train.ts runs/example
//
// Members train in worker threads, as many at once as there are processors. The same seed gives the same ensemble,
// whatever their number.

import { glyphs } from '@convoy/core';
import { trainEnsemble } from '@convoy/ensemble/node';

const [out = 'runs/example'] = process.argv.slice(2);

// Digits that Convoy draws itself. `await loadDataset('mnist')` of '@convoy/core/node' is the real thing.
const dataset = glyphs({ trainCount: 3000, testCount: 500 });

const { ensemble, metrics, members } = await trainEnsemble({
  dataset,
  model: 'lecture-cnn',
  members: 3,
  epochs: 3,
  batchSize: 64,
  seed: 7,
  out,
  onEvent(event) {
    if (event.event !== 'epoch') return;
    const { member, epoch, loss, valAccuracy = 0 } = event;
    console.log(
      `member ${member}, epoch ${epoch}: loss ${loss.toFixed(3)}, validation ${percent(valAccuracy)}`,
    );
  },
});

for (const { member, accuracy } of members)
  console.log(`member ${member}: ${percent(accuracy)} of the test images`);
console.log(`together: ${percent(metrics?.accuracy ?? 0)}, saved in ${out}`);
ensemble?.dispose();

function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`;
}
