// `convoy bench scaling`: what each further worker adds, in images per second and in memory.

import type { Command } from 'commander';
import { withFlags } from '../../options/lateFlags.ts';
import { print, printJson } from '../../ui/output.ts';
import { examples } from '../examples.ts';

export function scaling(group: Command): void {
  const command = group
    .command('scaling')
    .description('Train with 1 … N workers in turn: what each further one adds, and what it costs in memory.')
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
  withFlags(command, async () => (await import('../../bench/options.ts')).scalingOptions);
}

async function benchScaling(_: unknown, called: Command): Promise<void> {
  const { typedFlags } = await import('../../options/flags.ts');
  const { readOptions } = await import('../../options/resolve.ts');
  const { scalingOptions } = await import('../../bench/options.ts');
  const { withProgress } = await import('../../ui/progress.ts');
  const { measureScaling } = await import('../../bench/scaling.ts');
  const { trainOptions } = await import('../../options/trainOptions.ts');
  const typed = typedFlags(called, scalingOptions);
  const { html, json, config, ...options } = await readOptions(scalingOptions, typed, {
    config: typeof typed.config === 'string' ? typed.config : null,
    ignored: trainOptions,
  });
  const result = await withProgress(json, (show) => measureScaling(options, show));
  if (html !== null) {
    const { scalingPage } = await import('../../bench/scalingPage.ts');
    const { writeFileAtomically } = await import('@convoy/core/internal/node');
    const { model, batchSize, workers, rounds, seconds } = options;
    const network = config === null ? `--model ${model}` : `--config ${config}`;
    const command =
      `convoy bench scaling ${network} --batch-size ${batchSize} --workers ${workers} ` +
      `--rounds ${rounds} --seconds ${seconds}`;
    await writeFileAtomically(html, scalingPage(result, command));
  }
  if (json) return printJson(result);
  const { scalingLines } = await import('../../bench/scalingTable.ts');
  for (const line of scalingLines(result)) print(line);
  if (html !== null) print(`The chart is in ${html}`);
}
