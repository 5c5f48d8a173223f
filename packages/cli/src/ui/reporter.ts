// How a run is shown: one of three displays, chosen by where standard output goes.

import { shellWord } from '@convoy/core';
import type { TrainEvent } from '@convoy/ensemble';
import { isLive } from './output.ts';
import type { RunTitle } from './results.ts';
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

/** `paused; continue with: convoy continue runs/a` */
export function pauseNotice(event: { readonly event: 'paused' | 'continued' }, run: string | null): string {
  return event.event === 'paused'
    ? `paused; continue with: ${typed(`convoy continue ${run === null ? 'RUN' : shellWord(run)}`)}`
    : 'continued';
}

export const stoppingNotice = 'Stopping; checkpoints are written. Ctrl-C again ends at once.';

/** JSON lines if asked for, a live display on a terminal, plain lines anywhere else. */
export async function createReporter(json: boolean, title?: RunTitle): Promise<Reporter> {
  if (json) return (await import('./json.ts')).createJsonReporter();
  if (isLive()) return (await import('./live.ts')).createLiveReporter(title);
  return (await import('./plain.ts')).createPlainReporter(title);
}
