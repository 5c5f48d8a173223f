// `convoy bench train`: images a second that this machine trains, and what its arithmetic could do at most.

import type { Command } from 'commander';
import { print, printJson } from '../../ui/output.ts';
import { examples } from '../examples.ts';
import { type BenchFlags, flags } from './flags.ts';

export function train(group: Command): void {
  group
    .command('train')
    .description('Train a network of its own in each worker, and count the images of all of them.')
    .option(...flags.model)
    .option(...flags.batchSize)
    .option(...flags.workers)
    .option(...flags.seconds)
    .option(...flags.backend)
    .option(...flags.kernels)
    .option(...flags.json)
    .addHelpText(
      'after',
      examples('convoy bench train --model lecture-cnn --batch-size 256 --workers 2 --seconds 10'),
    )
    .action(benchTrain);
}

async function benchTrain({ json = false, ...values }: BenchFlags): Promise<void> {
  const { resolveOptions } = await import('../../options/resolve.ts');
  const { withProgress } = await import('../../ui/progress.ts');
  const { measureThroughput, throughputLines, throughputOptions } = await import('../../bench/throughput.ts');
  const options = await resolveOptions(throughputOptions, values);
  const measured = await withProgress(json, (show) => measureThroughput('train', options, show));
  if (json) return printJson(measured.result);
  for (const line of throughputLines(measured)) print(line);
}
