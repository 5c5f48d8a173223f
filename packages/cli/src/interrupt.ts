// Ctrl-C: the first stops the work at its next batch and lets it save, the second ends the process at once.

import { exitCodes } from './errors.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface Interruption {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP (its terminal was closed), or when nobody reads standard output. */
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
  const pipeClosed = ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' && !controller.signal.aborted) controller.abort();
  };
  for (const signal of signals) process.on(signal, interrupt);
  process.stdout.on('error', pipeClosed);
  return {
    signal: controller.signal,
    release() {
      for (const signal of signals) process.off(signal, interrupt);
      process.stdout.off('error', pipeClosed);
    },
  };
}
