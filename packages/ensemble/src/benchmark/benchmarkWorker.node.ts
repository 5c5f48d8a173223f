// What runs in each worker thread of a benchmark. Piscina calls the exported functions by name.

import { devicesReleased } from '@convoy/kernels/internal';
import { move } from 'piscina';
import { packResult } from '../executor/threads/tasks.ts';
import { type FmaJob, fmaForBenchmark as measureFma } from './fmaForBenchmark.ts';
import { inferForBenchmark as measureInference } from './inferForBenchmark.ts';
import type { BenchmarkJob } from './job.ts';
import { trainForBenchmark as measureTraining } from './trainForBenchmark.ts';

export async function trainForBenchmark(job: BenchmarkJob): Promise<unknown> {
  return move(packResult(await released(measureTraining(job))));
}

export async function inferForBenchmark(job: BenchmarkJob): Promise<unknown> {
  return move(packResult(await released(measureInference(job))));
}

export async function fmaForBenchmark(job: FmaJob): Promise<unknown> {
  return move(packResult(await measureFma(job)));
}

/** The thread may be ended as soon as its task has: by then its devices must be free. */
async function released<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } finally {
    await devicesReleased();
  }
}
