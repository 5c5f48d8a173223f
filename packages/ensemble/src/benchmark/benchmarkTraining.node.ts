// How fast this machine trains: every worker its own network, all at the same time.

import {
  type BenchmarkTrainingOptions,
  measureThroughput,
  type ThroughputBenchmark,
} from './throughput.node.ts';

/**
 * Trains a network in each worker for some seconds, all from the same moment on, and counts images.
 * @throws {EnsembleError | CoreError | KernelsError} if an option cannot work, or a worker fails
 */
export function benchmarkTraining(options: BenchmarkTrainingOptions): Promise<ThroughputBenchmark> {
  return measureThroughput('trainForBenchmark', options);
}
