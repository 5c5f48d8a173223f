// How a run guards against what may go wrong. None of it changes the bits of the result.

import { EnsembleError } from './errors.ts';

/** How a run is kept safe, and what it puts up with. */
export interface ReliabilityOptions {
  /** Write a checkpoint also after so many batches within an epoch. @default at each epoch's end, and by time */
  readonly checkpointSteps?: number;
  /** Write a checkpoint also after so many minutes within an epoch. @default 5 */
  readonly checkpointMinutes?: number;
  /** How often a member whose worker crashes is started again, from its last checkpoint. @default 3 */
  readonly maxFailures?: number;
  /** Members that must finish for the run to have succeeded. @default 1 */
  readonly minMembers?: number;
  /**
   * Seconds without a sign of life, such as a finished batch, after which a member's worker counts as crashed; 0 for
   * never. Time in which the machine or the process was suspended, or the member paused, does not count. @default 1800
   */
  readonly memberTimeout?: number;
}

export interface Reliability {
  readonly checkpointSteps: number | null;
  readonly checkpointMinutes: number;
  readonly maxFailures: number;
  readonly minMembers: number;
  readonly memberTimeout: number;
}

/** @throws {EnsembleError} `invalid-option`, naming the option, its value, and what is allowed */
export function resolveReliability(options: ReliabilityOptions, members: number): Reliability {
  const { checkpointSteps, checkpointMinutes = 5, maxFailures = 3, minMembers = 1 } = options;
  const { memberTimeout = 1800 } = options;
  const isWhole = (value: number, least: number) => Number.isSafeInteger(value) && value >= least;
  const require = (ok: boolean, option: string, expected: string, found: unknown) => {
    if (!ok) throw new EnsembleError('invalid-option', `${option}: expected ${expected}, got ${found}`);
  };
  if (checkpointSteps !== undefined) {
    require(isWhole(checkpointSteps, 1), 'checkpointSteps', 'a whole number from 1', checkpointSteps);
  }
  require(checkpointMinutes > 0 &&
    Number.isFinite(checkpointMinutes), 'checkpointMinutes', 'a number above 0', checkpointMinutes);
  require(isWhole(maxFailures, 0), 'maxFailures', 'a whole number from 0', maxFailures);
  const most = `a whole number from 1 to ${members}, the number of members`;
  require(isWhole(minMembers, 1) && minMembers <= members, 'minMembers', most, minMembers);
  require(memberTimeout >= 0 &&
    Number.isFinite(memberTimeout), 'memberTimeout', 'a number of seconds, or 0 for never', memberTimeout);
  return {
    checkpointSteps: checkpointSteps ?? null,
    checkpointMinutes,
    maxFailures,
    minMembers,
    memberTimeout,
  };
}
