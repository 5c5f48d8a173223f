import { measurePeakGflops } from '@convoy/kernels/internal';
import { arriveAndWait, type StartingLine } from './startingLine.ts';

/** One worker's part of measuring what the processors give when nothing but arithmetic is asked of them. */
export interface FmaJob {
  readonly seconds: number;
  readonly kernels: 'fast' | 'strict';
  readonly start: StartingLine;
}

/** 10⁹ floating-point operations a second of a loop on registers alone, on average over the whole time. */
export async function fmaForBenchmark({ seconds, kernels, start }: FmaJob): Promise<number> {
  const relaxed = kernels === 'fast';
  await measurePeakGflops({ milliseconds: 50, relaxed });
  await arriveAndWait(start);
  return measurePeakGflops({ milliseconds: seconds * 1000, relaxed, statistic: 'mean' });
}
