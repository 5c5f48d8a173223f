// Scaling: what each further worker adds, beside what as many copies of a loop on registers add, and what it costs in memory.

import type { Spread } from '@convoy/ensemble/internal';
import { benchmarkScaling, type ScalingPoint, type ScalingProgress } from '@convoy/ensemble/internal/node';
import type { Complete } from '@convoy/ensemble/options';
import { modelName } from '../train/ensembleOptions.ts';
import { counted } from '../ui/format.ts';
import type { ShowProgress } from '../ui/progress.ts';
import { type Machine, measureMachine } from './machine.ts';
import { type scalingOptions, warmupSeconds } from './options.ts';
import { significant, tenths } from './rounding.ts';

/** The least and the greatest of the rounds. */
type Range = readonly [least: number, greatest: number];

/** Metrics of one number of workers: medians over the rounds. */
export interface ScalingResultPoint {
  readonly workers: number;
  /** The sum over workers. */
  readonly imagesPerSecond: number;
  readonly imagesPerSecondRange: Range;
  /** Images a second by those of one worker in the same round. */
  readonly speedup: number;
  readonly speedupRange: Range;
  /** The speed-up by the number of workers. */
  readonly efficiency: number;
  /** What as many copies of the loop do together, and by what one does. */
  readonly loopGflops: number;
  readonly loopSpeedup: number;
  /** The speed-up by the loop's: 1 is all that this machine has to give. */
  readonly shareOfLoop: number;
  readonly shareOfLoopRange: Range;
  /** Of the whole process, while all of them train. */
  readonly residentBytes: number;
}

/** What `--json` prints. */
export interface ScalingResult extends Machine {
  readonly benchmark: 'scaling';
  readonly model: string;
  /** What really ran. */
  readonly backend: string;
  readonly batchSize: number;
  readonly rounds: number;
  /** Of each turn. */
  readonly seconds: number;
  readonly points: readonly ScalingResultPoint[];
  /** Of the process before its first worker. */
  readonly residentBytes: number;
  /** Null if there was only one. */
  readonly bytesPerFurtherWorker: number | null;
}

export async function measureScaling(
  options: Omit<Complete<typeof scalingOptions>, 'config' | 'html' | 'json'>,
  show: ShowProgress,
): Promise<ScalingResult> {
  const { model, seconds, kernels, workers } = options;
  const measured = await benchmarkScaling({
    ...options,
    warmupSeconds: warmupSeconds(seconds),
    onProgress: (progress) => showPhase(progress, workers, show),
  });
  const { bytesPerFurtherWorker } = measured;
  const { peakGflops, cpu } = await measureMachine(kernels);
  return {
    benchmark: 'scaling',
    model: modelName(model),
    backend: measured.backend,
    batchSize: measured.batchSize,
    rounds: measured.rounds,
    seconds: measured.seconds,
    points: measured.points.map(resultPoint),
    residentBytes: measured.residentBytes,
    bytesPerFurtherWorker: bytesPerFurtherWorker === null ? null : Math.round(bytesPerFurtherWorker),
    peakGflops,
    cpu,
  };
}

function resultPoint(point: ScalingPoint): ScalingResultPoint {
  return {
    workers: point.workers,
    imagesPerSecond: tenths(point.imagesPerSecond.median),
    imagesPerSecondRange: rangeOf(point.imagesPerSecond, tenths),
    speedup: significant(point.speedup.median),
    speedupRange: rangeOf(point.speedup, significant),
    efficiency: significant(point.efficiency),
    loopGflops: tenths(point.loopGflops.median),
    loopSpeedup: significant(point.loopSpeedup.median),
    shareOfLoop: significant(point.shareOfLoop.median),
    shareOfLoopRange: rangeOf(point.shareOfLoop, significant),
    residentBytes: point.residentBytes,
  };
}

function rangeOf({ min, max }: Spread, rounded: (value: number) => number): Range {
  return [rounded(min), rounded(max)];
}

function showPhase(progress: ScalingProgress, most: number, show: ShowProgress): void {
  const workers = counted(progress.workers, 'worker');
  if (progress.phase === 'memory') {
    show(`memory of ${workers}`, 0);
  } else {
    const { phase, round, rounds } = progress;
    const turn = (progress.workers - 1 + (phase === 'loop' ? 0.5 : 0)) / most;
    const what = phase === 'loop' ? 'the loop beside it' : 'training';
    show(`round ${round} of ${rounds}, ${workers}: ${what}`, (round - 1 + turn) / rounds);
  }
}
