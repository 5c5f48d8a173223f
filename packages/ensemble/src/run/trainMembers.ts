// Trains every member of a run on an executor: as many at once as it can, in the order of their numbers. A member that
// fails for good is noted and the others go on; only what fails outside of the members ends the run.

import type { MemberFailure } from '../events.ts';
import type { MemberSpec } from '../member/spec.ts';
import { type SuperviseOptions, superviseMember } from './superviseMember.ts';

export interface TrainMembersOptions extends SuperviseOptions {
  readonly specs: readonly MemberSpec[];
}

export interface MembersEnded {
  /** Members that did not finish, in the order of their numbers. */
  readonly failed: readonly MemberFailure[];
  /** Whether some did not because they were stopped. */
  readonly stopped: boolean;
}

/** What a stopped member may take for its last batch and checkpoint before its thread is ended under it. */
const STOP_GRACE_MS = 30_000;

export async function trainMembers(options: TrainMembersOptions): Promise<MembersEnded> {
  const { executor, crew, specs, halt, onEvent } = options;
  const failed: MemberFailure[] = [];
  let grace: ReturnType<typeof setTimeout> | undefined;
  const stopAll = () => {
    crew.stop();
    grace = setTimeout(() => crew.kill(), STOP_GRACE_MS);
  };
  halt.signal.addEventListener('abort', stopAll);

  const queue = specs.values();
  async function lane(): Promise<void> {
    for (const spec of queue) {
      const failure = await superviseMember(spec, options);
      if (failure === null) continue;
      failed.push(failure);
      if (failure.cause !== 'stopped') onEvent({ event: 'member-failed', ...failure });
    }
  }
  async function laneOrHalt(): Promise<void> {
    try {
      await lane();
    } catch (error) {
      halt.abort();
      throw error;
    }
  }

  const lanes = await Promise.allSettled(Array.from({ length: executor.concurrency }, laneOrHalt));
  clearTimeout(grace);
  halt.signal.removeEventListener('abort', stopAll);
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
  failed.sort((a, b) => a.member - b.member);
  return { failed, stopped: failed.some(({ cause }) => cause === 'stopped') };
}
