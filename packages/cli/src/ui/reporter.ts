// How a run is shown: one of three displays, chosen by where standard output goes.

import type { TrainEvent } from '@convoy/ensemble';
import { isLive } from './output.ts';
import type { RunTitle } from './results.ts';

export interface Reporter {
  onEvent(event: TrainEvent): void;
  /** The run was asked to stop; it will end soon. */
  onInterrupt(): void;
  /** Leaves the terminal as it was found; the last call. */
  close(): void;
}

export const stoppingNotice = 'Stopping; what is finished is saved. Ctrl-C again ends at once.';

/** JSON lines if asked for, a live display on a terminal, plain lines anywhere else. */
export async function createReporter(json: boolean, title?: RunTitle): Promise<Reporter> {
  if (json) return (await import('./json.ts')).createJsonReporter();
  if (isLive()) return (await import('./live.ts')).createLiveReporter(title);
  return (await import('./plain.ts')).createPlainReporter(title);
}
