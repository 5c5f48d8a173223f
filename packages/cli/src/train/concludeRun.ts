// What a run that has ended means for the command: its exit code, or the error to tell.

import { shellWord } from '@convoy/core/internal';
import type { TrainResult } from '@convoy/ensemble/node';
import { exitCodes, failure } from '../errors.ts';

/** @throws {CliError} if fewer members finished than the run needs to succeed */
export function concludeRun(result: TrainResult, interrupted: boolean): void {
  const { run, ensemble, members, failed, stopped, succeeded } = result;
  if (interrupted || stopped) {
    process.exitCode = exitCodes.interrupted;
    return;
  }
  if (succeeded) return;
  const which = failed.map(({ member, error }) => `member ${member}: ${error}`).join('; ');
  const crashed = failed.some(({ cause }) => cause === 'crashed');
  throw failure(
    `${failed.length} of ${failed.length + members.length} members failed: ${which}`,
    [
      ensemble ? `The others are saved in ${run}.` : 'No member finished, so there is no ensemble.',
      ...(crashed ? [`convoy resume ${shellWord(run ?? 'RUN')} tries those that crashed again.`] : []),
    ].join(' '),
  );
}
