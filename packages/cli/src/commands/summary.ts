// `convoy summary`: the table of a model's layers, and what the model costs.

import type { Command } from 'commander';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

interface Flags {
  readonly model?: string;
  readonly dataset?: string;
  readonly batchSize?: string;
  readonly dataDir?: string;
  readonly json?: boolean;
}

export function summary(program: Command): void {
  program
    .command('summary')
    .description("Print a model's layers, parameters, multiply-adds, receptive fields and memory.")
    .requiredOption('--model <name>', '{names}')
    .option(
      '--dataset <name>',
      '{names}, or a folder: whose images and classes the model gets (default: mnist)',
    )
    .option('--batch-size <n>', 'images a step, for the memory that it takes (default: 256)')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples('convoy summary --model lecture-cnn', 'convoy summary --model lenet5 --dataset cifar10'),
    )
    .action(printSummary);
}

async function printSummary({ json = false, ...flags }: Flags): Promise<void> {
  const { analyzeModel, preset, presetNames } = await import('@convoy/core');
  const { imageFormatOf } = await import('../data/imageFormats.ts');
  const { requireOneOf } = await import('../options/choices.ts');
  const { resolveOptions } = await import('../options/resolve.ts');
  const { summaryOptions } = await import('../options/summaryOptions.ts');
  const { summaryLines } = await import('../ui/summaryTable.ts');
  const { model, dataset, batchSize } = await resolveOptions(summaryOptions, flags);
  requireOneOf('model', model, presetNames);
  const config = preset(model, await imageFormatOf(dataset));
  const analysis = analyzeModel(config, { batchSize });
  if (json) return printJson({ model, dataset, ...analysis });
  for (const line of summaryLines(model, analysis)) print(line);
}
