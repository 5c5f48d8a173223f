// What every JavaScript peer does with its step: warm up, wait for the start, count images for some seconds.
//
// The last line it prints is JSON: {"imagesPerSecond": …}. With --wait it first prints a line {"ready": …} and begins when
// a line comes on standard input, so that several processes measure the same stretch of time.

import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';

export function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seconds: { type: 'string', default: '10' },
      'warmup-seconds': { type: 'string', default: '1' },
      'batch-size': { type: 'string', default: '256' },
      wait: { type: 'boolean', default: false },
    },
  });
  return {
    positionals,
    seconds: Number(values.seconds),
    warmupSeconds: Number(values['warmup-seconds']),
    batchSize: Number(values['batch-size']),
    wait: values.wait,
  };
}

/** @param step runs once; called with its number, from 0 */
export async function measure({ step, imagesPerStep, options, parameters }) {
  // Never fewer than two steps: the first one allocates and compiles.
  await run(step, options.warmupSeconds, 2);
  if (options.wait) {
    console.log(JSON.stringify({ ready: { parameters } }));
    await start();
  }
  const { done, seconds } = await run(step, options.seconds, 1);
  console.log(JSON.stringify({ imagesPerSecond: (done * imagesPerStep) / seconds }));
  process.exit(0);
}

async function run(step, seconds, atLeast) {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  let done = 0;
  while (done < atLeast || elapsed() < seconds) await step(done++);
  return { done, seconds: elapsed() };
}

async function start() {
  const lines = createInterface({ input: process.stdin });
  for await (const _ of lines) return;
  process.exit(1); // whoever started this is gone
}
