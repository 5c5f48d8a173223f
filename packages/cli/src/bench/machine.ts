// What every benchmark says of the machine that it ran on.

import { cpus } from 'node:os';
import { measurePeakGflops } from '@convoy/kernels/internal';
import { tenths } from './rounding.ts';

export interface Machine {
  /** A loop of multiply-adds that touches no memory, on one processor. */
  readonly peakGflops: number;
  readonly cpu: string;
}

/** Takes a fifth of a second, right after a benchmark: processors change their clock. */
export async function measureMachine(kernels: 'fast' | 'strict'): Promise<Machine> {
  return machineOf(await measurePeakGflops({ relaxed: kernels === 'fast' }));
}

export function machineOf(peakGflops: number): Machine {
  return { peakGflops: tenths(peakGflops), cpu: cpus()[0]?.model.trim() ?? 'unknown' };
}

export function machineLine({ peakGflops, cpu }: Machine): string {
  return `${cpu}: at most ${peakGflops.toFixed(1)} GFLOP/s a processor, multiplying and adding in registers`;
}
