// `convoy evaluate`: what an ensemble and its members are worth on a split of a data set, and how honest they are.

import type { Command } from 'commander';
import { backendHelp } from '../options/backends.ts';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

interface Flags {
  readonly dataset?: string;
  readonly split: string;
  readonly dataDir?: string;
  readonly tta: string;
  readonly backend: string;
  readonly baseline?: string;
  readonly rejectCurve?: boolean;
  readonly json?: boolean;
}

export function evaluate(program: Command): void {
  program
    .command('evaluate')
    .description('Measure an ensemble, and each of its members, on a data set.')
    .argument('<run>', 'run directory, or an ensemble.convoy file')
    .option('--dataset <name>', 'data set, or a folder of pictures (default: what it was trained on)')
    .option('--split <name>', 'test, train or validation', 'test')
    .option('--baseline <run>', 'a run to count errors against: the relative error decrease from its members')
    .option('--reject-curve', 'show accuracy against coverage: what is gained by not answering when unsure')
    .option('--tta <views>', 'measure over views of each image too: flip, six-view or shifts', 'none')
    .option('--data-dir <folder>', "where data sets lie (default: $CONVOY_DATA, then the user's cache)")
    .option('--backend <name>', backendHelp, 'auto')
    .option('--json', 'print one JSON object, with everything')
    .addHelpText(
      'after',
      examples(
        'convoy evaluate runs/a',
        'convoy evaluate runs/a --baseline runs/dense --reject-curve',
        'convoy evaluate runs/a --split validation --json',
      ),
    )
    .action(measure);
}

async function measure(run: string, flags: Flags): Promise<void> {
  const { requireOneOf } = await import('../options/choices.ts');
  const { evaluateEnsemble, splitNames, splitRows } = await import('../run/evaluateEnsemble.ts');
  const splitName = requireOneOf('split', flags.split, splitNames);
  const { viewSetNames } = await import('@convoy/ensemble');
  const views = requireOneOf('test-time augmentation', flags.tta, viewSetNames);
  const { augmentedFigures, augmentedLines } = await import('../run/augmentedFigures.ts');
  const { loadEnsemble } = await import('../run/loadEnsemble.ts');
  const { datasetOfRun } = await import('../run/datasetOfRun.ts');
  const { againstBaseline, requireSameData } = await import('../run/againstBaseline.ts');
  const ensemble = await loadEnsemble(run, flags.backend);
  const baseline = flags.baseline === undefined ? null : await loadEnsemble(flags.baseline, flags.backend);
  if (baseline !== null) requireSameData(run, ensemble, flags.baseline ?? '', baseline);
  const dataset = await datasetOfRun(run, ensemble, flags);
  const rows = await splitRows(dataset, splitName, run);
  const evaluation = await evaluateEnsemble(ensemble, dataset, splitName, rows);
  const decreases =
    baseline && againstBaseline(evaluation, await evaluateEnsemble(baseline, dataset, splitName, rows));
  const augmented = views === 'none' ? null : await augmentedFigures(ensemble, rows, views);
  ensemble.dispose();
  baseline?.dispose();
  if (flags.json) {
    return printJson({
      run,
      ...evaluation,
      ...(decreases && { errorDecreases: decreases }),
      ...(augmented && { testTimeAugmentation: augmented }),
    });
  }
  const { evaluationLines, rejectLines } = await import('../ui/evaluation.ts');
  for (const line of evaluationLines(run, evaluation, decreases)) print(line);
  if (flags.rejectCurve) for (const line of rejectLines(evaluation.rejectCurve)) print(line);
  if (augmented) for (const line of augmentedLines(augmented)) print(line);
}
