// `convoy compare`: runs side by side, and what was different about them.

import type { Command } from 'commander';
import { usageError } from '../errors.ts';
import { bold, print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

interface Flags {
  readonly out?: string;
  readonly json?: boolean;
}

export function compare(program: Command): void {
  program
    .command('compare')
    .description('Compare runs: their metrics, their curves, and how they were configured.')
    .argument('<run...>', 'run directories, two or more')
    .option('--out <file>', 'write a page with their curves too: compare.html')
    .option('--json', 'print one JSON object')
    .addHelpText(
      'after',
      examples('convoy compare runs/a runs/b', 'convoy compare runs/* --out compare.html'),
    )
    .action(compareRuns);
}

async function compareRuns(runs: readonly string[], { out, json = false }: Flags): Promise<void> {
  if (runs.length < 2) {
    throw usageError(
      `one run to compare: ${runs.join(' ')}`,
      'Name two or more: convoy compare runs/a runs/b',
    );
  }
  const { readComparedRun } = await import('../compare/comparedRun.ts');
  const { differences, shortText } = await import('../compare/differences.ts');
  const { figureRows } = await import('../compare/figureRows.ts');
  const compared = await Promise.all(runs.map(readComparedRun));
  const rows = figureRows(compared.map(({ metrics }) => metrics));
  const differing = differences(compared.map(({ manifest }) => manifest));
  if (out !== undefined) {
    const { comparisonPage } = await import('../compare/comparisonPage.ts');
    const { writeFileAtomically } = await import('@convoy/core/internal/node');
    const page = await comparisonPage(compared, rows, differing);
    await writeFileAtomically(out, new TextEncoder().encode(page));
  }
  if (json) return printJson({ runs: compared.map(({ metrics }) => metrics), differences: differing });

  const { table } = await import('../ui/table.ts');
  const metrics = rows.map(({ name, texts, best }) => [
    name,
    ...texts.map((text, at) => (at === best ? bold(text) : text)),
  ]);
  for (const line of table([['', ...runs], ...metrics])) print(line);
  print();
  print(bold(differing.length === 0 ? 'Nothing else differs.' : 'What differs'));
  const values = differing.map(({ name, values }) => [name, ...values.map(shortText)]);
  for (const line of table(values, 'left')) print(line);
  if (out !== undefined) print(`\nPage: ${out}`);
}
