// How fast this machine classifies: every worker with a network of its own, all at the same time.

import {
  type BenchmarkInferenceOptions,
  measureThroughput,
  type ThroughputBenchmark,
} from './throughput.node.ts';

/**
 * Predicts batches of normalized images in each worker for some seconds, all from the same moment on, and counts images.
 * @throws {EnsembleError | CoreError | KernelsError} if an option cannot work, or a worker fails
 * @example
 * const { imagesPerSecond } = await benchmarkInference({ model: 'lecture-cnn', workers: 1, seconds: 5 });
 */
export function benchmarkInference(options: BenchmarkInferenceOptions): Promise<ThroughputBenchmark> {
  return measureThroughput('inferForBenchmark', options);
}
