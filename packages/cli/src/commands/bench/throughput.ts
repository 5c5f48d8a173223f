// `convoy bench train` and `convoy bench inference`: images per second that this machine trains or classifies, and what its
// arithmetic could do at most.

import type { Command } from 'commander';
import { withFlags } from '../../options/lateFlags.ts';
import { examples } from '../examples.ts';

export function train(group: Command): void {
  throughput(
    group,
    'train',
    'Measure training: one network per worker, in images per second over all of them.',
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
    'Measure prediction: one network per worker, in images per second over all of them.',
    ['convoy bench inference --model lecture-cnn --workers 1 --seconds 10'],
  );
}

function throughput(
  group: Command,
  kind: 'train' | 'inference',
  description: string,
  commands: readonly string[],
): void {
  const command = group
    .command(kind)
    .description(description)
    .addHelpText('after', examples(...commands))
    .action(async (_: unknown, called: Command) => {
      const { typedFlags } = await import('../../options/flags.ts');
      const { throughputOptions } = await import('../../bench/options.ts');
      const { reportThroughput } = await import('../../bench/reportThroughput.ts');
      await reportThroughput(kind, typedFlags(called, throughputOptions));
    });
  withFlags(command, async () => (await import('../../bench/options.ts')).throughputOptions);
}
