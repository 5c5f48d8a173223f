// `convoy bench train` and `convoy bench inference`: images a second that this machine trains or classifies, and what its
// arithmetic could do at most.

import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { type BenchFlags, flags } from './flags.ts';

export function train(group: Command): void {
  throughput(
    group,
    'train',
    'Train a network of its own in each worker, and count the images of all of them.',
    [
      'convoy bench train --model lecture-cnn --batch-size 256 --workers 2 --seconds 10',
      'convoy bench train --batch-size 8 --backend wasm,gpu:webgpu',
    ],
  );
}

export function inference(group: Command): void {
  throughput(
    group,
    'inference',
    'Predict with a network of its own in each worker, and count the images of all of them.',
    ['convoy bench inference --model lecture-cnn --workers 1 --seconds 10'],
  );
}

function throughput(
  group: Command,
  kind: 'train' | 'inference',
  description: string,
  commands: readonly string[],
): void {
  group
    .command(kind)
    .description(description)
    .option(...flags.model)
    .option(...flags.batchSize)
    .option(...flags.workers)
    .option(...flags.seconds)
    .option(...flags.backends)
    .option(...flags.kernels)
    .option(...flags.json)
    .addHelpText('after', examples(...commands))
    .action(async ({ json = false, ...values }: BenchFlags) => {
      const { reportThroughput } = await import('../../bench/reportThroughput.ts');
      await reportThroughput(kind, values, json);
    });
}
