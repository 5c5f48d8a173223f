// What each further worker adds: images a second against one worker, beside what as many copies of a loop that touches no
// memory add in the same minutes, and resident memory. Processors that share a core, a clock or a host do not give
// N times as much for N copies of anything; only the loop says how much of the loss is Convoy's.

import { availableParallelism } from 'node:os';
import { selectBackend } from '@convoy/kernels';
import { checkValue } from '../options/check.ts';
import { wholeNumber } from '../options/kind.ts';
import { benchmarkTraining } from './benchmarkTraining.node.ts';
import type { FmaJob } from './fmaForBenchmark.ts';
import { onWorkers } from './onWorkers.node.ts';
import { createStartingLine } from './startingLine.ts';
import { median, type Spread, spreadOf } from './statistics.ts';
import { type BenchmarkTrainingOptions, type SharedJob, sharedJob } from './throughput.node.ts';
import { residentMemory } from './workerMemory.node.ts';

/** What `benchmarkScaling` is told. */
export interface BenchmarkScalingOptions extends Omit<BenchmarkTrainingOptions, 'onProgress'> {
  /** The most workers. @default the number of processors */
  readonly workers?: number;
  /** How often every number of workers has its turn. @default 3 */
  readonly rounds?: number;
  /** Of each turn, of training and of the loop. @default 5 */
  readonly seconds?: number;
  /** Told as each turn begins. */
  readonly onProgress?: (progress: ScalingProgress) => void;
}

/** How far a benchmark of scaling is. */
export type ScalingProgress =
  | { readonly phase: 'memory'; readonly workers: number }
  | {
      readonly phase: 'training' | 'loop';
      readonly workers: number;
      /** Counts from 1. */
      readonly round: number;
      readonly rounds: number;
    };

/** Metrics of one number of workers; ratios are taken within each round, spreads are over the rounds. */
export interface ScalingPoint {
  readonly workers: number;
  /** The sum over workers. */
  readonly imagesPerSecond: Spread;
  /** Images a second by those of one worker. */
  readonly speedup: Spread;
  /** The median speed-up by the number of workers. */
  readonly efficiency: number;
  /** What the copies of the loop do together, and by what one does. */
  readonly loopGflops: Spread;
  readonly loopSpeedup: Spread;
  /** Training's speed-up by the loop's: 1 is all that this machine has to give. */
  readonly shareOfLoop: Spread;
  /** Of the whole process, while all of them train. */
  readonly residentBytes: number;
}

/** What `benchmarkScaling` measured. */
export interface ScalingBenchmark {
  readonly backend: string;
  readonly batchSize: number;
  readonly rounds: number;
  readonly seconds: number;
  /** Before the first worker. */
  readonly residentBytes: number;
  /** Of each worker after the first, on average; null if there is only one. */
  readonly bytesPerFurtherWorker: number | null;
  readonly points: readonly ScalingPoint[];
}

/** One number of workers in one round. */
interface Turn {
  readonly workers: number;
  readonly imagesPerSecond: number;
  readonly loopGflops: number;
}

/**
 * Trains with 1 … `workers` workers in turn, round after round, each turn followed by the loop on as many threads.
 * @throws {EnsembleError | CoreError | KernelsError} if an option cannot work, or a worker fails
 */
export async function benchmarkScaling(options: BenchmarkScalingOptions): Promise<ScalingBenchmark> {
  const { onProgress, rounds = 3, workers = availableParallelism(), ...rest } = options;
  const training = { seconds: 5, ...rest };
  const most = checkValue('workers', wholeNumber(1), workers);
  checkValue('rounds', wholeNumber(1), rounds);
  const job = sharedJob(training);
  const { name } = await selectBackend(job.backend, { kernels: job.kernels });

  // Memory comes first, while nothing has been left behind.
  const resident = await residentMemory(job, most, (workers) => onProgress?.({ phase: 'memory', workers }));
  const counts = countsUpTo(most);
  const turns: Turn[] = [];
  for (let round = 1; round <= rounds; round++) {
    for (const workers of counts) {
      onProgress?.({ phase: 'training', workers, round, rounds });
      const { imagesPerSecond } = await benchmarkTraining({ ...training, workers });
      onProgress?.({ phase: 'loop', workers, round, rounds });
      turns.push({ workers, imagesPerSecond, loopGflops: await loopGflops(job, workers) });
    }
  }
  return {
    backend: name,
    batchSize: job.batchSize,
    rounds,
    seconds: job.seconds,
    residentBytes: resident[0] ?? 0,
    bytesPerFurtherWorker: most === 1 ? null : ((resident[most] ?? 0) - (resident[1] ?? 0)) / (most - 1),
    points: counts.map((workers) => pointOf(workers, turns, resident[workers] ?? 0)),
  };
}

/** Every number up to 8, then every power of two, and the most itself. */
function countsUpTo(most: number): readonly number[] {
  return Array.from({ length: most }, (_, i) => i + 1).filter(
    (count) => count <= 8 || count === most || Number.isInteger(Math.log2(count)),
  );
}

async function loopGflops({ seconds, kernels }: SharedJob, workers: number): Promise<number> {
  const job: FmaJob = { seconds, kernels, start: createStartingLine(workers) };
  const gflops = await onWorkers<number>(workers, 'fmaForBenchmark', () => job);
  return gflops.reduce((sum, each) => sum + each, 0);
}

function pointOf(workers: number, turns: readonly Turn[], residentBytes: number): ScalingPoint {
  const these = turns.filter((turn) => turn.workers === workers);
  const singles = turns.filter((turn) => turn.workers === 1);
  // Each against one worker in the same round.
  const against = (figure: 'imagesPerSecond' | 'loopGflops') =>
    these.map((turn, i) => turn[figure] / (singles[i]?.[figure] ?? Number.NaN));
  const speedups = against('imagesPerSecond');
  const loopSpeedups = against('loopGflops');
  return {
    workers,
    imagesPerSecond: spreadOf(these.map(({ imagesPerSecond }) => imagesPerSecond)),
    speedup: spreadOf(speedups),
    efficiency: median(speedups) / workers,
    loopGflops: spreadOf(these.map(({ loopGflops }) => loopGflops)),
    loopSpeedup: spreadOf(loopSpeedups),
    shareOfLoop: spreadOf(speedups.map((speedup, i) => speedup / (loopSpeedups[i] ?? Number.NaN))),
    residentBytes,
  };
}
