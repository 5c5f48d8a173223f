// How fast each operation runs at geometries of well-known networks, beside the most that this processor's arithmetic
// could do, measured in the same minute. One thread; runs wherever a backend does.

import { createGenerator, deriveSeed } from '@convoy/core';
import { type Executable, selectBackend } from '@convoy/kernels';
import { elementsOf, measurePeakGflops } from '@convoy/kernels/internal';
import { checkValue } from '../options/check.ts';
import { positive } from '../options/kind.ts';
import { type KernelCase, kernelCases } from './kernels/cases.ts';
import { type KernelGeometry, kernelGeometries } from './kernels/geometries.ts';
import { median } from './statistics.ts';

/** What `benchmarkKernels` is told. */
export interface BenchmarkKernelsOptions {
  /** @default kernelGeometries */
  readonly geometries?: readonly KernelGeometry[];
  /** Measured for each operation, after warming up. @default 0.5 */
  readonly seconds?: number;
  /** @default 'auto' */
  readonly backend?: string;
  /** @default 'fast' */
  readonly kernels?: 'fast' | 'strict';
  /** Called after each operation. */
  readonly onProgress?: (progress: KernelsProgress) => void;
}

/** How far a benchmark of kernels is. */
export interface KernelsProgress {
  readonly done: number;
  readonly of: number;
  readonly measured: KernelMeasurement;
}

/** How fast one operation of one layer was. */
export interface KernelMeasurement {
  readonly geometry: string;
  readonly operation: string;
  readonly direction: KernelCase['direction'];
  readonly batchSize: number;
  /** How often it ran. */
  readonly runs: number;
  /** The median of the runs. */
  readonly microsecondsPerImage: number;
  /** Two operations for each multiply-add of the plain sum, however many an algorithm really needs. */
  readonly gflops: number;
  /** Of `peakGflops`; above 1 where an algorithm needs fewer products than the plain sum. */
  readonly shareOfPeak: number;
}

/** What `benchmarkKernels` measured. */
export interface KernelsBenchmark {
  readonly backend: string;
  /** The median of measurements of a loop on registers alone, one before each operation. */
  readonly peakGflops: number;
  readonly measurements: readonly KernelMeasurement[];
}

const peakMilliseconds = 50;

/**
 * @throws {EnsembleError | KernelsError} if an option cannot work, or there is no such backend here
 * @example
 * const { peakGflops, measurements } = await benchmarkKernels({ seconds: 0.2 });
 */
export async function benchmarkKernels(options: BenchmarkKernelsOptions = {}): Promise<KernelsBenchmark> {
  const { geometries = kernelGeometries, backend: backendName = 'auto', kernels = 'fast' } = options;
  const seconds = checkValue('seconds', positive, options.seconds ?? 0.5);
  const backend = await selectBackend(backendName, { kernels });
  const cases = geometries.flatMap((geometry) =>
    kernelCases(geometry).map((kernelCase) => ({ geometry, kernelCase })),
  );
  const peaks: number[] = [];
  const timed: Omit<KernelMeasurement, 'shareOfPeak'>[] = [];
  const peakOptions = { milliseconds: peakMilliseconds, relaxed: kernels === 'fast' };
  for (const { geometry, kernelCase } of cases) {
    const peak = await measurePeakGflops(peakOptions);
    peaks.push(peak);
    const executable = await backend.compile(kernelCase.graph);
    try {
      fill(executable);
      const measured = { geometry: geometry.name, ...(await time(executable, kernelCase, seconds)) };
      timed.push(measured);
      const progress = { ...measured, shareOfPeak: measured.gflops / peak };
      options.onProgress?.({ done: timed.length, of: cases.length, measured: progress });
    } finally {
      executable.dispose();
    }
  }
  const peakGflops = median(peaks);
  return {
    backend: backend.name,
    peakGflops,
    measurements: timed.map((measured) => ({ ...measured, shareOfPeak: measured.gflops / peakGflops })),
  };
}

/** Values around 0, so that about half of what a ReLU sees is alive. */
function fill(executable: Executable): void {
  const generator = createGenerator(deriveSeed(0, 'benchmark', 'kernels'));
  const { buffers, batchSize } = executable.graph;
  for (const buffer of buffers) {
    if (buffer.role !== 'input' && buffer.role !== 'parameter') continue;
    const values = new Float32Array(elementsOf(buffer, batchSize));
    executable.write(
      buffer.name,
      values.map(() => generator.uniform() - 0.5),
    );
  }
}

async function time(
  executable: Executable,
  { operation, direction, multiplyAdds }: KernelCase,
  seconds: number,
): Promise<Omit<KernelMeasurement, 'geometry' | 'shareOfPeak'>> {
  const { batchSize } = executable.graph;
  // Engines compile better while code runs: as long again, uncounted.
  await runFor(executable, seconds / 2);
  const milliseconds = await runFor(executable, seconds);
  const typical = median(milliseconds);
  return {
    operation,
    direction,
    batchSize,
    runs: milliseconds.length,
    microsecondsPerImage: (typical * 1000) / batchSize,
    gflops: (2 * multiplyAdds * batchSize) / typical / 1e6,
  };
}

/** Milliseconds of each run. */
async function runFor(executable: Executable, seconds: number): Promise<readonly number[]> {
  const times: number[] = [];
  const begin = performance.now();
  for (let start = begin; times.length === 0 || start - begin < seconds * 1000; ) {
    await executable.run('run');
    const end = performance.now();
    times.push(end - start);
    start = end;
  }
  return times;
}
