// `convoy train`: options to a run of the ensemble package, shown while it goes.

import type { Command } from 'commander';
import { backendHelp } from '../options/backends.ts';
import { examples } from './examples.ts';
import { withReliabilityFlags } from './reliabilityFlags.ts';

export function train(program: Command): void {
  const command = program
    .command('train')
    .description('Train an ensemble and save it as a run.')
    .option('--recipe <name>', '{names}: begin with all its options; others win over it')
    .option('--dataset <name>', '{names}, or a folder of your own pictures: ./flowers')
    .option('--model <name>', '{names}; several with commas between, in turn')
    .option('--members <n>', 'networks in the ensemble (default: 5)')
    .option('--workers <n>', 'worker threads (default: one a processor)')
    .option('--seed <n>', 'every random choice of the run follows from it (default: 0)')
    .option('--epochs <n>', 'times that each member sees the training images, 9.9 as well (default: 3)')
    .option('--batch-size <n>', 'images a step (default: 256)')
    .option('--drop-remainder', 'leave images out of an epoch that do not fill a last step')
    .option('--validation-split <part>', 'last part of the training images, set aside (default: 1/6)')
    .option(
      '--augmentation <names>',
      'flip, crop, translation, rotation, zoom, cutout, with commas (default: none)',
    )
    .option('--tta <views>', 'measure over views of each image too: flip, six-view or shifts (default: none)')
    .addOption(program.createOption('--test-time-augmentation <views>', 'the same as --tta').hideHelp())
    .option(
      '--optimizer <name>',
      'sgd, rmsprop, adam, adamw, adadelta, nadam, adagrad, lion or lamb (default: rmsprop)',
    )
    .option('--learning-rate <rate>', "default: the optimizer's own, as in Keras")
    .option('--label-smoothing <part>', 'part of each target that is spread over all classes (default: 0)')
    .option('--weights <which>', "keep each member's best epoch, or its last: best or last (default: best)")
    .option('--monitor <figure>', 'what is best: valLoss, valAccuracy, loss or accuracy (default: valLoss)')
    .option('--patience <n>', 'stop a member after so many epochs without improvement (default: never)')
    .option('--min-delta <change>', 'least change that counts as improvement (default: 0)')
    .option(
      '--strategy <name>',
      'how members differ: independent, bagging or snapshot (default: independent)',
    )
    .option('--combine <name>', 'how they become one: mean, vote or greedy (default: mean)')
    .option('--calibrate', 'fit one temperature to the ensemble, on the validation images')
    .option('--backend <name>', `${backendHelp} (default: auto)`)
    .option('--kernels <kind>', 'fast, or strict: the same bits on every machine (default: fast)')
    .option(
      '--image-size <pixels>',
      'of a folder: what every picture becomes, 64 or 96x64 (default: their own size)',
    )
    .option('--channels <n>', 'of a folder: 1 is grey, 3 has colours (default: 1 if every picture is grey)')
    .option('--test-split <part>', 'of a folder without test or val: the part to test on (default: 1/6)')
    .option('--split-seed <n>', 'of a folder: its test pictures are drawn from it (default: 0)')
    .option('--max-pixels <n>', 'of a folder: the most pixels a picture may have (default: 64e6)')
    .option('--skip-unreadable', 'of a folder: leave out pictures that cannot be read, and list them');
  withReliabilityFlags(command)
    .option('--data-dir <folder>', "where data sets lie (default: $CONVOY_DATA, then the user's cache)")
    .option('--out <folder>', 'run directory to write (default: runs/<dataset>-<model>-seed<seed>)')
    .option('--no-report', 'leave out report.html, which takes some seconds at the end')
    .option('--config <file>', 'JSON file with any of these options: { "batchSize": 128 }; flags win over it')
    .option('--json', 'print one JSON event a line')
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
}

interface Flags {
  readonly config?: string;
  readonly json?: boolean;
  readonly tta?: string;
}

/** Checked here, so that a complaint names the flag that was given. */
async function viewsNamed(tta: string): Promise<string> {
  const { requireOneOf } = await import('../options/choices.ts');
  const { viewSetNames } = await import('@convoy/ensemble');
  return requireOneOf('test-time augmentation', tta, viewSetNames);
}

async function runTrain({ config, json = false, tta, ...others }: Flags): Promise<void> {
  const flags = { ...others, ...(tta !== undefined && { testTimeAugmentation: await viewsNamed(tta) }) };
  const { resolveOptions } = await import('../options/resolve.ts');
  const { fromRecipe, trainOptions } = await import('../options/trainOptions.ts');
  const options = await resolveOptions(trainOptions, flags, config, fromRecipe);
  const { trainWith } = await import('../train/trainWith.ts');
  const { result, interrupted } = await trainWith(options, { json });
  const { concludeRun } = await import('../train/concludeRun.ts');
  concludeRun(result, interrupted);
}
