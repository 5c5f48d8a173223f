// `convoy bench scaling`: what each further worker adds, in images a second and in memory.

import type { Command } from 'commander';
import { print, printJson } from '../../ui/output.ts';
import { examples } from '../examples.ts';
import { type BenchFlags, flags } from './flags.ts';

export function scaling(group: Command): void {
  group
    .command('scaling')
    .description('Train with 1 … N workers in turn: what each further one adds, and what it costs in memory.')
    .option(...flags.model)
    .option(...flags.batchSize)
    .option('--workers <n>', 'the most workers (default: one a processor)')
    .option('--rounds <n>', 'turns of each number of workers (default: 3)')
    .option('--seconds <n>', 'time measured of each turn, after warming up (default: 5)')
    .option(...flags.backend)
    .option(...flags.kernels)
    .option('--html <file>', 'write a page with a chart and the table, such as bench.html')
    .option(...flags.json)
    .addHelpText(
      'after',
      `\nProcessors that share a core, a clock or a host do not give N times as much to
N copies of anything. So each turn of training is followed by as many copies of
a loop that only multiplies and adds in registers: their speed-up is all that
this machine has to give.\n${examples(
        'convoy bench scaling --model lecture-cnn --workers 2 --seconds 5',
        'convoy bench scaling --html bench.html',
      )}`,
    )
    .action(benchScaling);
}

async function benchScaling({
  json = false,
  html,
  ...values
}: BenchFlags & { readonly html?: string }): Promise<void> {
  const { resolveOptions } = await import('../../options/resolve.ts');
  const { withProgress } = await import('../../ui/progress.ts');
  const { measureScaling, scalingOptions } = await import('../../bench/scaling.ts');
  const options = await resolveOptions(scalingOptions, values);
  const result = await withProgress(json, (show) => measureScaling(options, show));
  if (html !== undefined) {
    const { scalingPage } = await import('../../bench/scalingPage.ts');
    const { writeFileAtomically } = await import('@convoy/core/node');
    const { model, batchSize, workers, rounds, seconds } = options;
    const command =
      `convoy bench scaling --model ${model} --batch-size ${batchSize} --workers ${workers} ` +
      `--rounds ${rounds} --seconds ${seconds}`;
    await writeFileAtomically(html, scalingPage(result, command));
  }
  if (json) return printJson(result);
  const { scalingLines } = await import('../../bench/scalingTable.ts');
  for (const line of scalingLines(result)) print(line);
  if (html !== undefined) print(`The chart is in ${html}`);
}
