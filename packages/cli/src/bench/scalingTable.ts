import { counted, whole } from '../ui/format.ts';
import { bold } from '../ui/output.ts';
import { table } from '../ui/table.ts';
import { machineLine } from './machine.ts';
import type { ScalingResult, ScalingResultPoint } from './scaling.ts';

/** A row for each number of workers, and what a further one costs. */
export function scalingLines(result: ScalingResult): string[] {
  const { model, backend, batchSize, rounds, seconds, points, bytesPerFurtherWorker } = result;
  const head = ['workers', 'images/s', 'speed-up', 'efficiency', "loop's speed-up", 'share of it', 'memory'];
  return [
    `${model} on ${backend}, batches of ${batchSize}: medians of ${counted(rounds, 'round')}, ${seconds} s a turn`,
    '',
    ...table([head, ...points.map(row)]),
    '',
    'The loop multiplies and adds in registers: its speed-up is all there is to give.',
    ...(bytesPerFurtherWorker === null
      ? []
      : [`A further worker takes ${bold(megabytes(bytesPerFurtherWorker))} of memory.`]),
    machineLine(result),
  ];
}

function row(point: ScalingResultPoint): string[] {
  return [
    String(point.workers),
    whole(point.imagesPerSecond),
    `${point.speedup.toFixed(2)}×`,
    share(point.efficiency),
    `${point.loopSpeedup.toFixed(2)}×`,
    share(point.shareOfLoop),
    megabytes(point.residentBytes),
  ];
}

function megabytes(bytes: number): string {
  return `${whole(bytes / 1e6)} MB`;
}

function share(fraction: number): string {
  return `${Math.round(fraction * 100)}%`;
}
