// What the displays of a run have in common.

import { shellWord } from '@convoy/core/internal';
import type { TrainEvent } from '@convoy/ensemble';
import { counted } from './format.ts';
import { typed } from './typed.ts';

export interface Reporter {
  onEvent(event: TrainEvent): void;
  /** The run was asked to stop; it will end soon. */
  onInterrupt(): void;
  /** Leaves the terminal as it was found; the last call. */
  close(): void;
}

/** `crashed (worker exited with code: 1); starts again, failure 1 of 3 that it may have` */
export function restartNotice(event: Extract<TrainEvent, { event: 'member-restart' }>): string {
  const { error, failures, maxFailures } = event;
  return `crashed (${error}); starts again from its last checkpoint, failure ${failures} of ${maxFailures} allowed`;
}

/** `trained by worker-2, after 1 lost machine` */
export function machineNotice({ machine, lost }: Extract<TrainEvent, { event: 'member-machine' }>): string {
  const before = lost === 0 ? '' : `, after ${counted(lost, 'lost machine')}`;
  return `trained by ${machine}${before}`;
}

/** `paused; continue with: convoy continue runs/a` */
export function pauseNotice(event: { readonly event: 'paused' | 'continued' }, run: string | null): string {
  return event.event === 'paused'
    ? `paused; continue with: ${typed(`convoy continue ${run === null ? 'RUN' : shellWord(run)}`)}`
    : 'continued';
}

export const stoppingNotice = 'Stopping; checkpoints are written. Ctrl-C again ends at once.';
