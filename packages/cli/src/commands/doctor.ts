// `convoy doctor`: what this machine has, and what to do about what it lacks.

import type { Command } from 'commander';
import { exitCodes } from '../errors.ts';
import { bold, print, printJson } from '../ui/output.ts';
import { examples } from './examples.ts';

interface Flags {
  readonly dataDir?: string;
  readonly json?: boolean;
}

export function doctor(program: Command): void {
  program
    .command('doctor')
    .description('Check this machine, and say how to fix what is missing.')
    .option('--data-dir <folder>', "folder of datasets (default: $CONVOY_DATA, then the user's cache)")
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples('convoy doctor'))
    .action(examine);
}

async function examine({ json = false, ...options }: Flags): Promise<void> {
  const { diagnose, diagnosisLines } = await import('../doctor/diagnose.ts');
  const diagnosis = await diagnose(options);
  if (json) printJson(diagnosis);
  else {
    for (const line of diagnosisLines(diagnosis)) print(line);
    const { wrapText } = await import('../ui/wrap.ts');
    for (const advice of diagnosis.advice) {
      for (const line of wrapText(`${bold('→')} ${advice}`)) print(line);
    }
  }
  if (!diagnosis.ok) process.exitCode = exitCodes.failed;
}
