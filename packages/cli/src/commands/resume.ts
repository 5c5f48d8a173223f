// `convoy resume`: goes on with a run that was interrupted.

import type { Command } from 'commander';
import { examples } from './examples.ts';
import { withReliabilityFlags } from './reliabilityFlags.ts';

export function resume(program: Command): void {
  const command = program
    .command('resume')
    .description('Go on with a run that was interrupted, to the same bits as if it had not been.')
    .argument('<run>', 'run directory')
    .option('--workers <n>', 'worker threads (default: as before)');
  withReliabilityFlags(command)
    .option('--data-dir <folder>', 'where data sets lie (default: where they were, then as for train)')
    .option('--no-report', 'leave out report.html, which takes some seconds at the end')
    .option('--json', 'print one JSON event a line')
    .addHelpText('after', examples('convoy resume runs/a', 'convoy resume runs/a --workers 4'))
    .action(runResume);
}

async function runResume(
  run: string,
  { json = false, ...flags }: { readonly json?: boolean },
): Promise<void> {
  const { resolveOptions } = await import('../options/resolve.ts');
  const { resumeOptions } = await import('../options/resumeOptions.ts');
  const { reliabilityOf } = await import('../options/reliability.ts');
  const options = await resolveOptions(resumeOptions, flags);
  const { workers, dataDir, report } = options;
  const { resumeWith } = await import('../train/resumeWith.ts');
  const outcome = await resumeWith(run, {
    ...reliabilityOf(options),
    ...(workers !== undefined && { workers }),
    ...(dataDir !== undefined && { dataDir }),
    json,
    report,
  });
  if (outcome === null) return;
  const { concludeRun } = await import('../train/concludeRun.ts');
  concludeRun(outcome.result, outcome.interrupted);
}
