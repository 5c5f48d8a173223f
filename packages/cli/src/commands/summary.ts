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
      examples(
        'convoy summary --model lecture-cnn',
        'convoy summary --model lenet5 --dataset cifar10',
        'convoy summary --config ensemble.json',
      ),
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
  const { trainOptions } = await import('../options/trainOptions.ts');
  const { modelName } = await import('../train/ensembleOptions.ts');
  const { summaryLines } = await import('../ui/summaryTable.ts');
  const typed = typedFlags(command, summaryOptions);
  const { model, dataset, batchSize, json, ...folder } = await readOptions(summaryOptions, typed, {
    config: typeof typed.config === 'string' ? typed.config : null,
    ignored: trainOptions,
    example: 'convoy summary --model lecture-cnn',
  });
  for (const [index, each] of [model].flat().entries()) {
    const config = typeof each === 'string' ? preset(each, await imageFormatOf(dataset, folder)) : each;
    const analysis = analyzeModel(config, { batchSize });
    const name = modelName(each);
    if (json) {
      printJson({ model: name, dataset, ...analysis });
      continue;
    }
    if (index > 0) print();
    for (const line of summaryLines(name, analysis)) print(line);
  }
}
