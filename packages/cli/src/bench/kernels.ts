// Kernels: each operation at geometries of well-known networks, beside the most that this processor's arithmetic could do.

import { benchmarkKernels, type KernelMeasurement, kernelGeometries } from '@convoy/ensemble/internal';
import type { Complete } from '@convoy/ensemble/options';
import type { ShowProgress } from '../ui/progress.ts';
import { chooseGeometries } from './geometries.ts';
import { type Machine, machineOf } from './machine.ts';
import type { kernelsOptions } from './options.ts';
import { significant } from './rounding.ts';

/** What `--json` prints. */
export interface KernelsResult extends Machine {
  readonly benchmark: 'kernels';
  /** What really ran. */
  readonly backend: string;
  readonly measurements: readonly KernelMeasurement[];
}

export async function measureKernels(
  { geometry, batchSize, ...options }: Omit<Complete<typeof kernelsOptions>, 'json'>,
  show: ShowProgress,
): Promise<KernelsResult> {
  const chosen = geometry === null ? kernelGeometries : chooseGeometries(geometry);
  show('compiling', 0);
  const { backend, peakGflops, measurements } = await benchmarkKernels({
    ...options,
    geometries: batchSize === null ? chosen : chosen.map((each) => ({ ...each, batchSize })),
    onProgress: ({ done, of, measured }) => show(`${done} of ${of}, ${outcome(measured)}`, done / of),
  });
  const { peakGflops: peak, cpu } = machineOf(peakGflops);
  return { benchmark: 'kernels', backend, peakGflops: peak, cpu, measurements: measurements.map(rounded) };
}

/** `conv2d, relu and max pooling, with gradients` */
export function operationName({ operation, direction }: KernelMeasurement): string {
  return direction === 'forward and backward' ? `${operation}, with gradients` : operation;
}

function outcome(measured: KernelMeasurement): string {
  return `${measured.gflops.toFixed(1)} GFLOP/s: ${measured.geometry}, ${operationName(measured)}`;
}

function rounded(measured: KernelMeasurement): KernelMeasurement {
  return {
    ...measured,
    microsecondsPerImage: significant(measured.microsecondsPerImage),
    gflops: significant(measured.gflops),
    shareOfPeak: significant(measured.shareOfPeak),
  };
}
