// Training and inference: real work in every worker at once, on images with the strokes and the black ground of real ones,
// beside the most that this processor's arithmetic could do, measured in the same minute.

import {
  type BenchmarkProgress,
  benchmarkInference,
  benchmarkTraining,
} from '@convoy/ensemble/internal/node';
import type { Complete } from '@convoy/ensemble/options';
import { modelName } from '../train/ensembleOptions.ts';
import { counted, whole } from '../ui/format.ts';
import { bold } from '../ui/output.ts';
import type { ShowProgress } from '../ui/progress.ts';
import { table } from '../ui/table.ts';
import { type Machine, machineLine, measureMachine } from './machine.ts';
import { type throughputOptions, warmupSeconds } from './options.ts';
import { tenths } from './rounding.ts';

const benchmarks = { train: benchmarkTraining, inference: benchmarkInference } as const;

/** What one backend is measured with. */
export type ThroughputOptions = Omit<Complete<typeof throughputOptions>, 'backend' | 'config' | 'json'> & {
  readonly backend: string;
};

/** What `--json` prints. */
export interface ThroughputResult extends Machine {
  readonly benchmark: keyof typeof benchmarks;
  readonly model: string;
  /** What really ran. */
  readonly backend: string;
  readonly workers: number;
  /** The sum over workers, each with a network of its own. */
  readonly imagesPerSecond: number;
  /** Of dense products: what the same rate would take without kernels that spare products. */
  readonly denseGflops: number;
}

export interface ThroughputMeasurement {
  readonly result: ThroughputResult;
  readonly imagesPerSecondOfWorkers: readonly number[];
  /** More of what ran: `{ mode: 'webgpu', executor: …, adapter: … }`. */
  readonly details: Readonly<Record<string, string>>;
}

export async function measureThroughput(
  benchmark: keyof typeof benchmarks,
  options: ThroughputOptions,
  show: ShowProgress,
): Promise<ThroughputMeasurement> {
  const { model, seconds, kernels } = options;
  const measured = await benchmarks[benchmark]({
    ...options,
    warmupSeconds: warmupSeconds(seconds),
    onProgress: (progress) => showPhase(progress, show),
  });
  const { backend, details, workers, imagesPerSecond, imagesPerSecondOfWorkers } = measured;
  const { denseGflops } = measured;
  const { peakGflops, cpu } = await measureMachine(kernels);
  return {
    result: {
      benchmark,
      model: modelName(model),
      backend,
      workers,
      imagesPerSecond: tenths(imagesPerSecond),
      denseGflops: tenths(denseGflops),
      peakGflops,
      cpu,
    },
    imagesPerSecondOfWorkers,
    details,
  };
}

function showPhase({ phase, elapsedSeconds, seconds }: BenchmarkProgress, show: ShowProgress): void {
  if (phase === 'warm-up' || seconds === null) show('compiling and warming up', 0);
  else show(`measuring for ${seconds} s`, elapsedSeconds / seconds);
}

export function throughputLines({ result, imagesPerSecondOfWorkers }: ThroughputMeasurement): string[] {
  const { model, backend, workers, imagesPerSecond, denseGflops } = result;
  const rows = [
    ['', 'images/s'],
    ...imagesPerSecondOfWorkers.map((rate, worker) => [`worker ${worker}`, whole(rate)]),
    [bold('together'), bold(whole(imagesPerSecond))],
  ];
  return [
    `${model} on ${backend}, ${counted(workers, 'worker')}: ${whole(imagesPerSecond)} images/s`,
    ...(workers > 1 ? ['', ...table(rows), ''] : []),
    `as much as ${denseGflops.toFixed(1)} GFLOP/s of dense products`,
    machineLine(result),
  ];
}
