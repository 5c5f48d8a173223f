// `convoy status`: the progress of a run, whoever trains it.

import type { Command } from 'commander';
import { print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

export function status(program: Command): void {
  program
    .command('status')
    .description('Show the progress of a run.')
    .argument('<run>', 'run directory')
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('convoy status runs/a', 'convoy status runs/a --json'))
    .action(async (run: string, { json }: { readonly json?: boolean }) => {
      const { runStatus } = await import('@convoy/ensemble/node');
      const found = await runStatus(run);
      if (json) return printJson(found);
      const { statusLines } = await import('../ui/status.ts');
      for (const line of statusLines(found)) print(line);
    });
}
