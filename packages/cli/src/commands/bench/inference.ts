// `convoy bench inference`: images a second that this machine classifies, and what its arithmetic could do at most.

import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { type BenchFlags, flags } from './flags.ts';

export function inference(group: Command): void {
  group
    .command('inference')
    .description('Predict with a network of its own in each worker, and count the images of all of them.')
    .option(...flags.model)
    .option(...flags.batchSize)
    .option(...flags.workers)
    .option(...flags.seconds)
    .option(...flags.backends)
    .option(...flags.kernels)
    .option(...flags.json)
    .addHelpText('after', examples('convoy bench inference --model lecture-cnn --workers 1 --seconds 10'))
    .action(benchInference);
}

async function benchInference({ json = false, ...values }: BenchFlags): Promise<void> {
  const { reportThroughput } = await import('../../bench/reportThroughput.ts');
  await reportThroughput('inference', values, json);
}
