// Ctrl-C: the first stops the work at its next batch and lets it save, the second ends the process at once.

import { exitCodes } from './errors.ts';

export interface Interruption {
  /** Aborted by the first SIGINT or SIGTERM, or when nobody reads standard output any more. */
  readonly signal: AbortSignal;
  /** Gives the signals back to Node; the last call. */
  release(): void;
}

export function listenForInterrupt(onFirst: () => void): Interruption {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(exitCodes.interrupted);
    controller.abort();
    onFirst();
  };
  const pipeClosed = () => {
    if (!controller.signal.aborted) controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  process.stdout.on('error', pipeClosed);
  return {
    signal: controller.signal,
    release() {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      process.stdout.off('error', pipeClosed);
    },
  };
}
