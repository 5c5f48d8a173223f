// `convoy bench kernels`: how fast each operation runs, and what share of the most that arithmetic could do that is.

import type { Command } from 'commander';
import { withFlags } from '../../options/lateFlags.ts';
import { print, printJson } from '../../ui/output.ts';
import { examples } from '../examples.ts';

export function kernels(group: Command): void {
  const command = group
    .command('kernels')
    .description("Time each operation of well-known networks' convolutions, on one processor.")
    .addHelpText(
      'after',
      `\nGFLOP/s count two operations for each multiply-add of the plain sum, so an
algorithm that needs fewer of them may pass 100% of the processor's peak.\n${examples(
        'convoy bench kernels',
        "convoy bench kernels --geometry lecture 'cifar 64' --seconds 0.2",
      )}`,
    )
    .action(benchKernels);
  withFlags(command, async () => (await import('../../bench/options.ts')).kernelsOptions);
}

async function benchKernels(_: unknown, command: Command): Promise<void> {
  const { typedFlags } = await import('../../options/flags.ts');
  const { readOptions } = await import('../../options/resolve.ts');
  const { kernelsOptions } = await import('../../bench/options.ts');
  const { withProgress } = await import('../../ui/progress.ts');
  const { measureKernels } = await import('../../bench/kernels.ts');
  const { json, ...options } = await readOptions(kernelsOptions, typedFlags(command, kernelsOptions));
  const result = await withProgress(json, (show) => measureKernels(options, show));
  if (json) return printJson(result);
  const { kernelsLines } = await import('../../bench/kernelsTable.ts');
  for (const line of kernelsLines(result)) print(line);
}
