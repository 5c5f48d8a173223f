// Kernels: each operation at geometries of well-known networks, beside the most that this processor's arithmetic could do.

import { benchmarkKernels, type KernelMeasurement, kernelGeometries } from '@convoy/ensemble';
import { z } from 'zod';
import { positive, text } from '../options/schemas.ts';
import type { ShowProgress } from '../ui/progress.ts';
import { chooseGeometries } from './geometries.ts';
import { type Machine, machineOf } from './machine.ts';
import { backendOptions, batchSize } from './options.ts';
import { significant } from './rounding.ts';

export const kernelsOptions = z.strictObject({
  geometry: z.array(text).optional(),
  batchSize: batchSize.optional(),
  seconds: positive.default(0.5),
  ...backendOptions,
});

/** What `--json` prints. */
export interface KernelsResult extends Machine {
  readonly benchmark: 'kernels';
  /** What really ran. */
  readonly backend: string;
  readonly measurements: readonly KernelMeasurement[];
}

export async function measureKernels(
  { geometry, batchSize, ...options }: z.infer<typeof kernelsOptions>,
  show: ShowProgress,
): Promise<KernelsResult> {
  const chosen = geometry === undefined ? kernelGeometries : chooseGeometries(geometry);
  show('compiling', 0);
  const { backend, peakGflops, measurements } = await benchmarkKernels({
    ...options,
    geometries: batchSize === undefined ? chosen : chosen.map((each) => ({ ...each, batchSize })),
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
