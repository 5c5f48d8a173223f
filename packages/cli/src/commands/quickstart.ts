// `convoy quickstart`: what `npm start` runs. A whole ensemble in under three minutes, with nothing to decide.

import type { Command } from 'commander';
import { exitCodes } from '../errors.ts';
import { examples } from './examples.ts';

export function quickstart(program: Command): void {
  program
    .command('quickstart')
    .description('Train three small networks on two workers, and suggest what to try next.')
    .option('--data-dir <folder>', "folder of datasets (default: $CONVOY_DATA, then the user's cache)")
    .option('--out <folder>', 'run directory to write (default: runs/quickstart)')
    .addHelpText(
      'after',
      `\nTrains on MNIST if it is here or can be downloaded, else on glyphs, digits that Convoy draws itself.\n${examples(
        'convoy quickstart',
      )}`,
    )
    .action(async (flags: { readonly dataDir?: string; readonly out?: string }) => {
      const { runQuickstart } = await import('../quickstart/runQuickstart.ts');
      const { interrupted } = await runQuickstart(flags);
      if (interrupted) process.exitCode = exitCodes.interrupted;
    });
}
