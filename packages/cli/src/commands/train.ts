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
        'convoy train --dataset ./flowers',
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
  const { readGiven, readOptions } = await import('../options/resolve.ts');
  const { fromRecipe, trainFlags, trainOptions } = await import('../options/trainOptions.ts');
  const { chooseDefaults, modelIsChosen } = await import('../train/chooseDefaults.ts');
  const { config, dryRun, json } = await readOptions(trainFlags, typedFlags(command, trainFlags));
  const given = await readGiven(trainOptions, typedFlags(command, trainOptions), {
    config,
    base: fromRecipe,
    example: 'convoy train --dataset glyphs --model lecture-cnn',
    chosenLater: (values) => (modelIsChosen(values) ? ['model'] : []),
  });
  const { options, ...chosen } = await chooseDefaults(given);
  if (dryRun) {
    const { printPlan } = await import('../train/plan.ts');
    return printPlan(options, { json, ...chosen });
  }
  const { trainWith } = await import('../train/trainWith.ts');
  const { result, interrupted } = await trainWith(options, { json, ...chosen });
  const { concludeRun } = await import('../train/concludeRun.ts');
  concludeRun(result, interrupted);
}
