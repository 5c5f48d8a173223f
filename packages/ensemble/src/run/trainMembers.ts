// Trains every member of a run on an executor: as many at once as it can, in the order of their numbers. A member that
// fails is noted and the others go on; only what fails outside of the members ends the run.

import { messageOf } from '../errors.ts';
import type { MemberFailure, TrainEvent } from '../events.ts';
import type { MemberJob, MemberOutcome, MemberResult } from '../member/job.ts';
import type { Executor, RunningMember } from '../pool/executor.ts';

export interface TrainMembersOptions {
  readonly executor: Executor;
  readonly jobs: readonly MemberJob[];
  /** Completes a job when its turn has come. What it throws fails the member. */
  readonly prepare: (job: MemberJob) => MemberJob;
  readonly onEvent: (event: TrainEvent) => void;
  /** Keeps a member's result. What it throws ends the run. */
  readonly onFinished: (job: MemberJob, result: MemberResult) => Promise<void>;
  /** Aborted to stop all members, and by this function when the run cannot go on. */
  readonly halt: AbortController;
}

export interface MembersEnded {
  /** Members that did not finish, in the order of their numbers. */
  readonly failed: readonly MemberFailure[];
  /** Whether some did not because they were stopped. */
  readonly stopped: boolean;
}

/** What a stopped member may take for its last batch before its thread is ended under it. */
const STOP_GRACE_MS = 5000;

export async function trainMembers(options: TrainMembersOptions): Promise<MembersEnded> {
  const { executor, jobs, halt } = options;
  const running = new Set<RunningMember>();
  const failed: MemberFailure[] = [];
  let stopped = false;
  let grace: ReturnType<typeof setTimeout> | undefined;
  const stopAll = () => {
    for (const member of running) member.stop();
    grace = setTimeout(() => {
      for (const member of running) member.kill();
    }, STOP_GRACE_MS);
  };
  halt.signal.addEventListener('abort', stopAll);

  const queue = jobs.values();
  async function lane(): Promise<void> {
    for (const job of queue) {
      const error = halt.signal.aborted ? 'stopped before it began' : await trainOne(job, running, options);
      if (error === null) continue;
      failed.push({ member: job.member, error });
      if (halt.signal.aborted) stopped = true;
      else options.onEvent({ event: 'member-failed', member: job.member, error });
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
  return { failed: failed.sort((a, b) => a.member - b.member), stopped };
}

/** @returns why the member did not finish, or null */
async function trainOne(
  job: MemberJob,
  running: Set<RunningMember>,
  { executor, prepare, onEvent, onFinished }: TrainMembersOptions,
): Promise<string | null> {
  let member: RunningMember | undefined;
  let outcome: MemberOutcome;
  try {
    const prepared = prepare(job);
    onEvent({ event: 'member-start', member: job.member, seed: job.seed });
    member = executor.start(prepared, onEvent);
    running.add(member);
    outcome = await member.outcome;
  } catch (error) {
    return messageOf(error);
  } finally {
    if (member) running.delete(member);
  }
  if (outcome.status === 'stopped') return `stopped after ${outcome.epochs} of ${job.training.epochs} epochs`;
  await onFinished(job, outcome.result);
  return null;
}
