// What is away comes back: work on a store is tried again, with growing pauses, as long as somebody waits for it.

import { setTimeout } from 'node:timers/promises';

const FIRST_MS = 250;
const MOST_MS = 30_000;

/** How long is waited for a store that is away. */
export interface Patience {
  /** Seconds after which the last error is thrown. */
  readonly seconds: number;
  /** Ends the waiting. */
  readonly signal?: AbortSignal;
  /** Receives the first error. */
  readonly onWait?: (error: unknown) => void;
}

/** Does `work`, and again after a pause if it fails. */
export async function patiently<Value>(
  work: () => Promise<Value>,
  { seconds, signal, onWait }: Patience,
): Promise<Value> {
  const deadline = performance.now() + 1000 * seconds;
  for (let pause = FIRST_MS; ; pause = Math.min(2 * pause, MOST_MS)) {
    try {
      return await work();
    } catch (error) {
      // What is wrong with the content stays wrong.
      if (!isPassing(error) || signal?.aborted || performance.now() + pause > deadline) throw error;
      if (pause === FIRST_MS) onWait?.(error);
      await setTimeout(pause, undefined, signal && { signal }).catch(() => undefined);
    }
  }
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error && 'code' in error)) return false;
  return error.code === 'unreadable' || error.code === 'write-failed' || error.code === 'read-failed';
}
