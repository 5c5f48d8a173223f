// `convoy bench`: how fast this machine is. A new benchmark is a file in `bench/` and a line in this list.

import type { Command } from 'commander';
import { kernels } from './bench/kernels.ts';
import { scaling } from './bench/scaling.ts';
import { inference, train } from './bench/throughput.ts';

const benchmarks = [train, inference, scaling, kernels];

export function bench(program: Command): void {
  const group = program.command('bench').description('Measure how fast this machine trains and predicts.');
  for (const add of benchmarks) add(group);
}
