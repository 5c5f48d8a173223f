// What a worker costs in memory: workers begin to train one after the other, each while all before it go on. In turn
// instead of together, a worker could live in what an earlier one had left behind.

import { setTimeout } from 'node:timers/promises';
import { deriveSeed } from '@convoy/core';
import { type ControlWord, createControlWord, requestStop } from '../executor/threads/controlWord.ts';
import type { ThreadPool } from '../executor/threads/threadPool.node.ts';
import type { BenchmarkJob, BenchmarkResult } from './job.ts';
import { createBenchmarkPool } from './onWorkers.node.ts';
import { createStartingLine, untilAllArrived } from './startingLine.ts';
import { median } from './statistics.ts';
import type { SharedJob } from './throughput.node.ts';

const samples = 10;
const sampleMilliseconds = 50;

/**
 * The resident memory of this process while it trains, in bytes: without a worker, then with 1 … `workers`. Take it
 * before anything else has run in the process.
 */
export async function residentMemory(
  job: SharedJob,
  workers: number,
  onWorker: (workers: number) => void,
): Promise<readonly number[]> {
  const resident = [await sampleResident()];
  const pools: ThreadPool[] = [];
  const training: { readonly control: ControlWord; readonly result: Promise<BenchmarkResult> }[] = [];
  try {
    for (let worker = 0; worker < workers; worker++) {
      onWorker(worker + 1);
      const pool = createBenchmarkPool(1);
      pools.push(pool);
      const start = createStartingLine(1);
      const control = createControlWord();
      const endless: BenchmarkJob = {
        ...job,
        start,
        control,
        seconds: Number.MAX_SAFE_INTEGER,
        seed: deriveSeed(0, 'memory', worker),
      };
      const { result } = pool.start<BenchmarkResult>('trainForBenchmark', endless);
      training.push({ control, result });
      // It passes the line once it is warm; its result comes before only if it fails.
      await Promise.race([untilAllArrived(start), result]);
      resident.push(await sampleResident());
    }
    // Each ends by itself, after its step: closing a pool ends threads wherever they are.
    for (const { control } of training) requestStop(control);
    await Promise.all(training.map(({ result }) => result));
    return resident;
  } finally {
    await Promise.all(pools.map((pool) => pool.close()));
  }
}

async function sampleResident(): Promise<number> {
  const values: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    await setTimeout(sampleMilliseconds);
    values.push(process.memoryUsage.rss());
  }
  return median(values);
}
