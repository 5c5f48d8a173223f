// `convoy bench kernels`: how fast each operation runs, and what share of the most that arithmetic could do that is.

import type { Command } from 'commander';
import { print, printJson } from '../../ui/output.ts';
import { examples } from '../examples.ts';
import { type BenchFlags, flags } from './flags.ts';

export function kernels(group: Command): void {
  group
    .command('kernels')
    .description("Time each operation of well-known networks' convolutions, on one processor.")
    .option(
      '--geometry <name...>',
      "lecture, cifar or lenet5, or one of theirs, such as 'lecture 2' (default: all)",
    )
    .option('--batch-size <n>', 'images a run (default: 256, and 32 of cifar)')
    .option('--seconds <n>', 'time measured of each operation, after warming up (default: 0.5)')
    .option(...flags.backend)
    .option(...flags.kernels)
    .option(...flags.json)
    .addHelpText(
      'after',
      `\nGFLOP/s count two operations for each multiply-add of the plain sum, so an
algorithm that needs fewer of them may pass 100% of the processor's peak.\n${examples(
        'convoy bench kernels',
        "convoy bench kernels --geometry lecture 'cifar 64' --seconds 0.2",
      )}`,
    )
    .action(benchKernels);
}

async function benchKernels({ json = false, ...values }: BenchFlags): Promise<void> {
  const { resolveOptions } = await import('../../options/resolve.ts');
  const { withProgress } = await import('../../ui/progress.ts');
  const { kernelsOptions, measureKernels } = await import('../../bench/kernels.ts');
  const options = await resolveOptions(kernelsOptions, values);
  const result = await withProgress(json, (show) => measureKernels(options, show));
  if (json) return printJson(result);
  const { kernelsLines } = await import('../../bench/kernelsTable.ts');
  for (const line of kernelsLines(result)) print(line);
}
