// Output that cannot be written, as to a log on a full disk, must not end the work: it is said once, and the exit code
// tells it afterwards.

import { exitCodes } from '../errors.ts';
import { printError } from './output.ts';

/** Hears every error of the standard streams, for as long as the process lives. */
export function hearLostOutput(): void {
  let isLost = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, such as `head`, is no error; a training hears of it in `interrupt.ts`.
    if (error.code === 'EPIPE' || isLost) return;
    isLost = true;
    printError(`warning: standard output cannot be written, and is incomplete: ${error.message}`);
  });
  // There is nowhere left to say it.
  process.stderr.on('error', () => undefined);
  process.on('exit', (code) => {
    if (isLost && code === exitCodes.done) process.exitCode = exitCodes.failed;
  });
}
