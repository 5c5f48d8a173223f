// `convoy report`: a run as one page that opens anywhere.

import type { Command } from 'commander';
import { print } from '../ui/output.ts';
import { examples } from './examples.ts';

interface Flags {
  readonly dataDir?: string;
  readonly out?: string;
  readonly dense?: string;
  readonly modules?: string;
}

export function report(program: Command): void {
  program
    .command('report')
    .description('Write the report of a run again: curves, mistakes, and what the network sees.')
    .argument('<run>', 'run directory')
    .option('--data-dir <folder>', "folder of datasets (default: $CONVOY_DATA, then the user's cache)")
    .option('--out <file>', 'file to write (default: report.html in the run directory)')
    .option('--modules <files>', 'modules that define your own layers or losses, separated by commas')
    .option('--dense <run>', 'densely connected run to compare with (default: one trained for it)')
    .addHelpText(
      'after',
      examples('convoy report runs/a', 'convoy report runs/a --dense runs/dense --out a.html'),
    )
    .action(writeIt);
}

async function writeIt(run: string, { modules, ...flags }: Flags): Promise<void> {
  if (modules !== undefined) {
    const { importOwnModules } = await import('../options/ownModules.ts');
    await importOwnModules(modules);
  }
  const { writeReport } = await import('../report/writeReport.ts');
  const { withProgress } = await import('../ui/progress.ts');
  print(await withProgress(true, (onProgress) => writeReport(run, { ...flags, onProgress })));
}
