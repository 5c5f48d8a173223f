// Write errors that pass are waited out: a disk that hiccups must not end hours of training.

import { setTimeout } from 'node:timers/promises';

/** Pauses in milliseconds before the next attempts, by what may have passed by then. */
const flaky = [20, 100, 400, 1500];
const full = [200];
const pauses: Readonly<Record<string, readonly number[]>> = {
  EIO: flaky,
  EAGAIN: flaky,
  EBUSY: flaky,
  EINTR: flaky,
  EMFILE: flaky,
  ENFILE: flaky,
  ENOMEM: flaky,
  ESTALE: flaky,
  ETIMEDOUT: flaky,
  // Another caller may remove the folder, empty, after it was made and before the file is in it.
  ENOENT: [0, 0, 10, 10],
  // Somebody may be making room, but rarely within seconds.
  EDQUOT: full,
  ENOSPC: full,
};

/**
 * Does `work`, and again after a pause if the system's error is one that may pass. Any other, such as `EROFS` or `EACCES`,
 * and the last one, is thrown as it is. Each attempt must begin from the start: what a failed flush has lost is not known.
 */
export async function withRetries<Value>(work: () => Promise<Value>): Promise<Value> {
  for (let failures = 0; ; failures++) {
    try {
      return await work();
    } catch (error) {
      const pause = pauses[systemCodeOf(error) ?? '']?.[failures];
      if (pause === undefined) throw error;
      await setTimeout(pause);
    }
  }
}

/** The system's code of an error, or of the one that caused it: `ENOENT`. */
export function systemCodeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^E[A-Z0-9]+$/.test(at.code)) return at.code;
  }
  return undefined;
}
