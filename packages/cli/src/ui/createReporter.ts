// How a run is shown: one of three displays, chosen by where standard output goes.

import { isLive } from './output.ts';
import type { Reporter } from './reporter.ts';
import type { RunTitle } from './results.ts';

/** JSON lines if asked for, a live display on a terminal, plain lines anywhere else. */
export async function createReporter(json: boolean, title?: RunTitle): Promise<Reporter> {
  if (json) return (await import('./json.ts')).createJsonReporter();
  if (isLive()) return (await import('./live.ts')).createLiveReporter(title);
  return (await import('./plain.ts')).createPlainReporter(title);
}
