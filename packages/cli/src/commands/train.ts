// `convoy train`: options to a run of the ensemble package, shown while it trains.

import type { Command } from 'commander';
import { withFlags } from '../options/lateFlags.ts';
import { examples } from './examples.ts';

export function train(program: Command): void {
  const command = program
    .command('train')
    .description('Train an ensemble and save it as a run.')
    .addHelpText(
      'after',
      examples(
        'convoy train --dataset mnist --model lecture-cnn --members 5 --workers 2 --seed 7 --epochs 3 --out runs/a',
        'convoy train --recipe airbench-quarter --seed 7 --workers 2 --out runs/cifar10',
        'convoy train --dataset ./flowers --image-size 32 --model lecture-cnn',
        'convoy train --config ensemble.json --epochs 10 --patience 2',
      ),
    )
    .action(runTrain);
  withFlags(command, async () => {
    const { trainFlags, trainOptions } = await import('../options/trainOptions.ts');
    return { ...trainOptions, ...trainFlags };
  });
}

async function runTrain(_: unknown, command: Command): Promise<void> {
  const { typedFlags } = await import('../options/flags.ts');
  const { readOptions } = await import('../options/resolve.ts');
  const { fromRecipe, trainFlags, trainOptions } = await import('../options/trainOptions.ts');
  const { config, dryRun, json } = await readOptions(trainFlags, typedFlags(command, trainFlags));
  const options = await readOptions(trainOptions, typedFlags(command, trainOptions), {
    config: config ?? undefined,
    base: fromRecipe,
    example: 'convoy train --dataset glyphs --model lecture-cnn',
  });
  if (dryRun) {
    const { printPlan } = await import('../train/plan.ts');
    return printPlan(options, json);
  }
  const { trainWith } = await import('../train/trainWith.ts');
  const { result, interrupted } = await trainWith(options, { json });
  const { concludeRun } = await import('../train/concludeRun.ts');
  concludeRun(result, interrupted);
}
