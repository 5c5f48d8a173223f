import { createGenerator, Sequential } from '@convoy/core';
import { sizeOf } from '@convoy/kernels/internal';
import type { BenchmarkJob, BenchmarkResult } from './job.ts';
import { arriveAndWait } from './startingLine.ts';

/** Predicts for some seconds to warm up, waits until all others have too, and counts what it predicts from there on. */
export async function inferForBenchmark(job: BenchmarkJob): Promise<BenchmarkResult> {
  const { backend, kernels, batchSize } = job;
  const model = new Sequential(job.model);
  try {
    model.initialize(createGenerator(job.seed), job.rows.images);
    // Without a loss it holds nothing that only training needs.
    model.compile({ backend, kernels, loss: null });
    const batches = floatBatches(job);
    const predictFor = async (seconds: number): Promise<BenchmarkResult> => {
      const began = performance.now();
      let images = 0;
      let elapsed = 0;
      while (images === 0 || elapsed < seconds) {
        const batch = batches[(images / batchSize) % batches.length] as Float32Array;
        await model.predict(batch, { batchSize });
        images += batchSize;
        elapsed = (performance.now() - began) / 1000;
      }
      return { images, seconds: elapsed };
    };
    await predictFor(job.warmupSeconds);
    await arriveAndWait(job.start);
    return await predictFor(job.seconds);
  } finally {
    model.dispose();
  }
}

/** The rows as the network takes them: making floats of bytes is no part of inference. */
function floatBatches({ model, rows, batchSize }: BenchmarkJob): readonly Float32Array[] {
  const size = sizeOf(model.inputShape) * batchSize;
  const bytes = rows.images;
  return Array.from({ length: bytes.length / size }, (_, i) =>
    Float32Array.from(bytes.subarray(i * size, (i + 1) * size), (byte) => byte / 255),
  );
}
