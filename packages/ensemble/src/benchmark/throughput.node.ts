// Images a second of every worker at its own work, all at the same time: what the benchmarks of training and of
// inference share.

import { availableParallelism } from 'node:os';
import {
  buildGraph,
  CategoricalCrossentropy,
  type Dataset,
  deriveSeed,
  type LossSpec,
  type OptimizerSpec,
  RMSprop,
  type SequentialConfig,
  structureOf,
} from '@convoy/core';
import { presetImageShape, totalMultiplyAdds, trialOf } from '@convoy/core/internal';
import { selectBackend } from '@convoy/kernels';
import { takesTurns } from '@convoy/kernels/internal';
import { checkValue } from '../options/check.ts';
import { positive, wholeNumber } from '../options/kind.ts';
import { resolveModel } from '../run/resolveOptions.ts';
import { drawnImages } from './drawnImages.ts';
import type { BenchmarkJob, BenchmarkResult } from './job.ts';
import { onWorkers } from './onWorkers.node.ts';
import { type BenchmarkProgress, watchProgress } from './progress.ts';
import { repeatRows } from './rows.ts';
import { createStartingLine } from './startingLine.ts';

/** What `benchmarkInference` is told. */
export interface BenchmarkInferenceOptions {
  /** A preset's name or a model of your own. */
  readonly model: string | SequentialConfig;
  /** What the images are taken from; its first rows are enough. @default glyphs, in the shape that the model is made for */
  readonly dataset?: Dataset;
  /** @default 256 */
  readonly batchSize?: number;
  /** @default the number of processors */
  readonly workers?: number;
  /** Measured, after the warm-up. @default 10 */
  readonly seconds?: number;
  /** Worked by each worker before the measurement begins. @default 1 */
  readonly warmupSeconds?: number;
  /** @default 'auto' */
  readonly backend?: string;
  /** @default 'fast' */
  readonly kernels?: 'fast' | 'strict';
  /** Called a few times a second. */
  readonly onProgress?: (progress: BenchmarkProgress) => void;
}

/** What `benchmarkTraining` is told. */
export interface BenchmarkTrainingOptions extends BenchmarkInferenceOptions {
  /** @default RMSprop with Keras 3's defaults */
  readonly optimizer?: OptimizerSpec;
  /** @default CategoricalCrossentropy() */
  readonly loss?: LossSpec;
}

/** How many images a second were trained or classified. */
export interface ThroughputBenchmark {
  /** What really ran: `wasm`. */
  readonly backend: string;
  /** More of that: `{ mode: 'webgpu', executor: …, adapter: … }`. */
  readonly details: Readonly<Record<string, string>>;
  readonly workers: number;
  readonly batchSize: number;
  /** The sum over workers. */
  readonly imagesPerSecond: number;
  readonly imagesPerSecondOfWorkers: readonly number[];
  /**
   * Of dense products, in 10⁹ a second: two for each multiply-add of a prediction, three times as many for a training step.
   * Kernels that find a way around products are not faster by this count than by the clock.
   */
  readonly denseGflops: number;
  readonly seconds: number;
}

const batchesOfRows = 8;

/** What every worker of a benchmark is told, but for its seed and its starting line. */
export type SharedJob = Omit<BenchmarkJob, 'seed' | 'start'>;

/**
 * Options with every default filled in and every value checked.
 * @throws {EnsembleError | CoreError} if an option cannot work
 */
export function sharedJob(options: BenchmarkTrainingOptions): SharedJob {
  const batchSize = checkValue('batchSize', wholeNumber(1), options.batchSize ?? 256);
  // Whole batches, so that every step does the same work.
  const count = batchesOfRows * batchSize;
  const { model } = options;
  const madeFor = typeof model === 'string' ? presetImageShape(model) : model.inputShape;
  const { imageShape, classNames, train } = options.dataset ?? drawnImages(madeFor, count);
  return {
    model: resolveModel(options.model, imageShape, classNames.length),
    optimizer: options.optimizer ?? RMSprop(),
    loss: options.loss ?? CategoricalCrossentropy(),
    batchSize,
    backend: options.backend ?? 'auto',
    kernels: options.kernels ?? 'fast',
    rows: repeatRows(train, count),
    warmupSeconds: checkValue('warmupSeconds', positive, options.warmupSeconds ?? 1),
    seconds: checkValue('seconds', positive, options.seconds ?? 10),
  };
}

/** @throws {EnsembleError | CoreError | KernelsError} if an option cannot work, or a worker fails */
export async function measureThroughput(
  task: 'trainForBenchmark' | 'inferForBenchmark',
  options: BenchmarkTrainingOptions,
): Promise<ThroughputBenchmark> {
  const asked = checkValue('workers', wholeNumber(1), options.workers ?? availableParallelism());
  const job = sharedJob(options);
  const { model, optimizer, loss, batchSize, seconds, kernels } = job;
  const training = task === 'trainForBenchmark' ? { optimizer, loss } : {};
  const trial = () => trialOf(buildGraph(model, { batchSize, ...training }));
  const { name, details } = await selectBackend(job.backend, { kernels, trial });
  // There is one GPU: several workers would only fight for it.
  const workers = takesTurns(name) ? 1 : asked;
  // What was measured is not measured again in each worker.
  const shared = { ...job, backend: name };
  const start = createStartingLine(workers);
  const progress = watchProgress(start, seconds, options.onProgress);
  try {
    const results = await onWorkers<BenchmarkResult>(workers, task, (worker) => {
      return { ...shared, start, seed: deriveSeed(0, 'benchmark', worker) } satisfies BenchmarkJob;
    });
    const rates = results.map((result) => result.images / result.seconds);
    const imagesPerSecond = rates.reduce((sum, rate) => sum + rate, 0);
    const passes = task === 'trainForBenchmark' ? 3 : 1;
    return {
      backend: name,
      details,
      workers,
      batchSize,
      imagesPerSecond,
      imagesPerSecondOfWorkers: rates,
      denseGflops: (2 * passes * totalMultiplyAdds(structureOf(model)) * imagesPerSecond) / 1e9,
      seconds,
    };
  } finally {
    progress.close();
  }
}
