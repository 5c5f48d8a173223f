// `convoy evaluate`: an ensemble's and its members' figures on a split of a data set.

import type { Command } from 'commander';
import { counted, percent } from '../ui/format.ts';
import { bold, print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

interface Flags {
  readonly dataset?: string;
  readonly split: string;
  readonly dataDir?: string;
  readonly backend: string;
  readonly json?: boolean;
}

export function evaluate(program: Command): void {
  program
    .command('evaluate')
    .description('Measure an ensemble, and each of its members, on a data set.')
    .argument('<run>', 'run directory, or an ensemble.convoy file')
    .option('--dataset <name>', 'data set (default: the one it was trained on)')
    .option('--split <name>', 'test or train', 'test')
    .option('--data-dir <folder>', "where data sets lie (default: $CONVOY_DATA, then the user's cache)")
    .option('--backend <name>', 'auto, wasm, gpu or reference', 'auto')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('convoy evaluate runs/a', 'convoy evaluate runs/a --split train --json'))
    .action(measure);
}

async function measure(run: string, flags: Flags): Promise<void> {
  const { requireOneOf } = await import('../options/choices.ts');
  const splitName = requireOneOf('split', flags.split, ['test', 'train']);
  const { evaluateEnsemble } = await import('../run/evaluateEnsemble.ts');
  const { loadEnsemble } = await import('../run/loadEnsemble.ts');
  const { openDataset } = await import('../data/openDataset.ts');
  const ensemble = await loadEnsemble(run, flags.backend);
  const dataset = await openDataset(flags.dataset ?? ensemble.dataset.name, flags.dataDir);
  const figures = await evaluateEnsemble(ensemble, dataset, splitName);
  ensemble.dispose();
  if (flags.json) return printJson({ run, ...figures });

  const { table } = await import('../ui/table.ts');
  print(`${run} on the ${splitName} split of ${dataset.name}, ${counted(figures.images, 'image')}`);
  print();
  const rows = [
    ['', 'accuracy', 'NLL'],
    ...figures.members.map(({ member, accuracy, nll }) => [
      `member ${member}`,
      percent(accuracy),
      nll.toFixed(4),
    ]),
    [bold('ensemble'), bold(percent(figures.ensemble.accuracy)), bold(figures.ensemble.nll.toFixed(4))],
  ];
  for (const line of table(rows)) print(line);
}
