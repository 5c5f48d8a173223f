import type { KernelMeasurement } from '@convoy/ensemble/internal';
import { bold } from '../ui/output.ts';
import { table } from '../ui/table.ts';
import { type KernelsResult, operationName } from './kernels.ts';
import { machineLine } from './machine.ts';

/** A row for each operation, below the name of its geometry. */
export function kernelsLines(result: KernelsResult): string[] {
  const { backend, measurements } = result;
  const groups = [...Map.groupBy(measurements, ({ geometry }) => geometry)];
  const rows = groups.flatMap(([geometry, measured]) => [[bold(geometry)], ...measured.map(row)]);
  return [
    `Convolutions on ${backend}, in one thread`,
    '',
    ...table([['', 'µs an image', 'GFLOP/s', 'of peak'], ...rows]),
    '',
    'GFLOP/s count two operations for each multiply-add of the plain sum: an',
    'algorithm that needs fewer of them may pass 100% of the peak.',
    machineLine(result),
  ];
}

function row(measured: KernelMeasurement): string[] {
  return [
    `  ${operationName(measured)}`,
    measured.microsecondsPerImage.toFixed(1),
    measured.gflops.toFixed(1),
    `${Math.round(measured.shareOfPeak * 100)}%`,
  ];
}
