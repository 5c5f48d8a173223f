// `convoy summary`: the table of a model's layers.

import type { Command } from 'commander';
import { print } from '../ui/output.ts';
import { examples } from './examples.ts';

export function summary(program: Command): void {
  program
    .command('summary')
    .description("Print a model's layers, output shapes and parameters.")
    .requiredOption('--model <name>', 'lecture-cnn, lecture-dense or lenet5')
    .option('--dataset <name>', 'data set whose image shape and classes the model gets', 'mnist')
    .addHelpText(
      'after',
      examples('convoy summary --model lecture-cnn', 'convoy summary --model lenet5 --dataset cifar10'),
    )
    .action(printSummary);
}

async function printSummary(flags: { readonly model: string; readonly dataset: string }): Promise<void> {
  const { preset, presetNames, Sequential } = await import('@convoy/core');
  const { imageFormats } = await import('../data/imageFormats.ts');
  const { requireOneOf } = await import('../options/choices.ts');
  requireOneOf('model', flags.model, presetNames);
  const format = imageFormats.get(requireOneOf('data set', flags.dataset, [...imageFormats.keys()]));
  if (format) print(new Sequential(preset(flags.model, format)).summary());
}
