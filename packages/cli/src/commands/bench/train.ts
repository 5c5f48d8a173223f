// `convoy bench train`: images a second that this machine trains, and what its arithmetic could do at most.

import type { Command } from 'commander';
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
    .option(...flags.backends)
    .option(...flags.kernels)
    .option(...flags.json)
    .addHelpText(
      'after',
      examples(
        'convoy bench train --model lecture-cnn --batch-size 256 --workers 2 --seconds 10',
        'convoy bench train --batch-size 8 --backend wasm,gpu:webgpu',
      ),
    )
    .action(benchTrain);
}

async function benchTrain({ json = false, ...values }: BenchFlags): Promise<void> {
  const { reportThroughput } = await import('../../bench/reportThroughput.ts');
  await reportThroughput('train', values, json);
}
