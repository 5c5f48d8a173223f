// A process of its own: trains as many members as it has workers, as `convoy train` does, and prints its resident memory
// while all of them train, as JSON.
//
// usage: workers.ts WORKERS [--seconds 3]

import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { median } from '@convoy/ensemble/internal';
import { trainEnsemble } from '@convoy/ensemble/node';
import { images } from './images.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '3' } },
});
const workers = Number(positionals[0]);
const dataset = await images();
const enough = new AbortController();
const busy = new Set<number>();
const allBusy = Promise.withResolvers<void>();

const training = trainEnsemble({
  dataset,
  model: 'lecture-cnn',
  members: workers,
  workers,
  epochs: Number.MAX_SAFE_INTEGER,
  signal: enough.signal,
  onEvent(event) {
    if (event.event === 'progress') busy.add(event.member);
    if (busy.size === workers) allBusy.resolve();
  },
});
// If the training fails, it settles first and says why.
await Promise.race([allBusy.promise, training]);
const samples: number[] = [];
const end = performance.now() + Number(values.seconds) * 1000;
while (performance.now() < end) {
  samples.push(process.memoryUsage.rss());
  await setTimeout(50);
}
enough.abort();
await training;
console.log(JSON.stringify({ dataset: dataset.name, residentBytes: median(samples) }));
