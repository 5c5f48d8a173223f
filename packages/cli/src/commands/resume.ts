// `convoy resume`: continues a run that was interrupted.

import type { Command } from 'commander';
import { withFlags } from '../options/lateFlags.ts';
import { examples } from './examples.ts';

export function resume(program: Command): void {
  const command = program
    .command('resume')
    .description('Resume an interrupted run. The result is bit-identical to an uninterrupted one.')
    .argument('<run>', 'run directory')
    .addHelpText('after', examples('convoy resume runs/a', 'convoy resume runs/a --workers 4'))
    .action(runResume);
  withFlags(command, async () => {
    const { jsonFlag, resumeOptions } = await import('../options/trainOptions.ts');
    return { ...resumeOptions, ...jsonFlag };
  });
}

async function runResume(run: string, _: unknown, command: Command): Promise<void> {
  const { typedFlags } = await import('../options/flags.ts');
  const { readOptions } = await import('../options/resolve.ts');
  const { jsonFlag, resumeOptions } = await import('../options/trainOptions.ts');
  const { json } = await readOptions(jsonFlag, typedFlags(command, jsonFlag));
  const options = await readOptions(resumeOptions, typedFlags(command, resumeOptions));
  const { resumeWith } = await import('../train/resumeWith.ts');
  const outcome = await resumeWith(run, options, json);
  if (outcome === null) return;
  const { concludeRun } = await import('../train/concludeRun.ts');
  concludeRun(outcome.result, outcome.interrupted);
}
