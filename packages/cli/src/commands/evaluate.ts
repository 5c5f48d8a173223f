// `convoy evaluate`: what an ensemble and its members are worth on a split of a data set, and how honest they are.

import type { Command } from 'commander';
import { withFlags } from '../options/lateFlags.ts';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

export function evaluate(program: Command): void {
  const command = program
    .command('evaluate')
    .description('Measure an ensemble and each of its members on a dataset.')
    .argument('<run>', 'run directory, or an ensemble.convoy file')
    .addHelpText(
      'after',
      examples(
        'convoy evaluate runs/a',
        'convoy evaluate runs/a --baseline runs/dense --reject-curve',
        'convoy evaluate runs/a --split validation --json',
      ),
    )
    .action(measure);
  withFlags(command, async () => (await import('../options/runOptions.ts')).evaluateOptions);
}

async function measure(run: string, _: unknown, command: Command): Promise<void> {
  const { typedFlags } = await import('../options/flags.ts');
  const { readOptions } = await import('../options/resolve.ts');
  const { evaluateOptions } = await import('../options/runOptions.ts');
  const flags = await readOptions(evaluateOptions, typedFlags(command, evaluateOptions));
  const { split: splitName, testTimeAugmentation: views } = flags;
  const { evaluateEnsemble, splitRows } = await import('../run/evaluateEnsemble.ts');
  const { augmentedMetrics, augmentedLines } = await import('../run/augmentedMetrics.ts');
  const { loadEnsemble } = await import('../run/loadEnsemble.ts');
  const { datasetOfRun } = await import('../run/datasetOfRun.ts');
  const { againstBaseline, requireSameData } = await import('../run/againstBaseline.ts');
  const ensemble = await loadEnsemble(run, flags.backend);
  const baseline = flags.baseline === null ? null : await loadEnsemble(flags.baseline, flags.backend);
  if (baseline !== null) requireSameData(run, ensemble, flags.baseline ?? '', baseline);
  const dataset = await datasetOfRun(run, ensemble, flags);
  const rows = await splitRows(dataset, splitName, run);
  const evaluation = await evaluateEnsemble(ensemble, dataset, splitName, rows);
  const decreases =
    baseline && againstBaseline(evaluation, await evaluateEnsemble(baseline, dataset, splitName, rows));
  const augmented = views === 'none' ? null : await augmentedMetrics(ensemble, rows, views);
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
