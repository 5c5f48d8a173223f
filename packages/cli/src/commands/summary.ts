// `convoy summary`: the table of a model's layers, and what the model costs.

import type { Command } from 'commander';
import { withFlags } from '../options/lateFlags.ts';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

export function summary(program: Command): void {
  const command = program
    .command('summary')
    .description("Print a model's layers, parameters, multiply-adds, receptive fields and memory.")
    .addHelpText(
      'after',
      examples('convoy summary --model lecture-cnn', 'convoy summary --model lenet5 --dataset cifar10'),
    )
    .action(printSummary);
  withFlags(command, async () => (await import('../options/runOptions.ts')).summaryOptions);
}

async function printSummary(_: unknown, command: Command): Promise<void> {
  const { analyzeModel, preset } = await import('@convoy/core');
  const { imageFormatOf } = await import('../data/imageFormats.ts');
  const { typedFlags } = await import('../options/flags.ts');
  const { readOptions } = await import('../options/resolve.ts');
  const { summaryOptions } = await import('../options/runOptions.ts');
  const { summaryLines } = await import('../ui/summaryTable.ts');
  const { model, dataset, batchSize, json } = await readOptions(
    summaryOptions,
    typedFlags(command, summaryOptions),
    { example: 'convoy summary --model lecture-cnn' },
  );
  const config = preset(model, await imageFormatOf(dataset));
  const analysis = analyzeModel(config, { batchSize });
  if (json) return printJson({ model, dataset, ...analysis });
  for (const line of summaryLines(model, analysis)) print(line);
}
