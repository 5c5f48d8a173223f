import { type Callback, createGenerator, Sequential } from '@convoy/core';
import { isStopRequested } from '../executor/threads/controlWord.ts';
import type { BenchmarkJob, BenchmarkResult } from './job.ts';
import { arriveAndWait } from './startingLine.ts';

/** Trains for some seconds to warm up, waits until all others have too, and counts what it trains from there on. */
export async function trainForBenchmark(job: BenchmarkJob): Promise<BenchmarkResult> {
  // The first batch compiles; the warm-up begins after it.
  let began: number | null = null;
  let warm = false;
  let images = 0;
  let seconds = 0;
  const isOver = () => seconds >= job.seconds || (job.control !== undefined && isStopRequested(job.control));
  const stopwatch: Callback = {
    async onBatchEnd({ rows }, training) {
      began ??= performance.now();
      seconds = (performance.now() - began) / 1000;
      if (warm) {
        images += rows;
        if (isOver()) training.stopTraining();
      } else if (seconds >= job.warmupSeconds) {
        warm = true;
        await arriveAndWait(job.start);
        began = performance.now();
      }
    },
  };
  const model = new Sequential(job.model);
  try {
    model.initialize(createGenerator(job.seed), job.rows.images);
    const { optimizer, loss, backend, kernels } = job;
    model.compile({ optimizer, loss, backend, kernels });
    await model.fit(job.rows, {
      epochs: Number.MAX_SAFE_INTEGER,
      batchSize: job.batchSize,
      seed: job.seed,
      callbacks: [stopwatch],
    });
    return { images, seconds };
  } finally {
    model.dispose();
  }
}
