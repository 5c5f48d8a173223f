// Trains each member in a thread of the pool, with a channel of its own for the time that it runs.

import { MessageChannel } from 'node:worker_threads';
import { EnsembleError } from '../errors.ts';
import { requestStop } from '../member/controlWord.ts';
import type { MemberJob, MemberOutcome } from '../member/job.ts';
import type { MemberReport } from '../member/session.ts';
import { type ControlChannel, openControlChannel } from './controlChannel.node.ts';
import type { Executor, RunningMember } from './executor.ts';
import { createThreadPool, type ThreadPool } from './threadPool.node.ts';

export interface ThreadExecutor extends Executor {
  readonly pool: ThreadPool;
}

export function createThreadExecutor(workers: number): ThreadExecutor {
  const pool = createThreadPool(workers);
  return {
    pool,
    concurrency: workers,
    start: (job, onReport) => startMember(pool, job, onReport),
    close: () => pool.close(),
  };
}

function startMember(
  pool: ThreadPool,
  job: MemberJob,
  onReport: (report: MemberReport) => void,
): RunningMember {
  const { port1, port2 } = new MessageChannel();
  const channel = openControlChannel(port1);
  const task = pool.start<MemberOutcome>('trainMember', { job, port: port2 }, [port2]);
  return {
    outcome: follow(task.result, channel, job, onReport),
    pause: () => channel.call((member) => member.pause()),
    resume: () => channel.call((member) => member.resume()),
    stop: () => requestStop(job.control),
    kill: () => task.kill(),
  };
}

/**
 * Passes a member's reports on until it ends. The result carries the epochs too: those whose report was still on its
 * way when the member ended are made up for, so that each is told exactly once and in order.
 */
async function follow(
  result: Promise<MemberOutcome>,
  channel: ControlChannel,
  { member, resumeFrom }: MemberJob,
  onReport: (report: MemberReport) => void,
): Promise<MemberOutcome> {
  // Those before an interruption were told then.
  let epochsTold = resumeFrom?.progress.history.epoch.length ?? 0;
  const listening = listen(channel, (report) => {
    if (report.event === 'epoch') epochsTold = report.epoch;
    onReport(report);
  });
  const [ended, listened] = await Promise.allSettled([result.finally(() => channel.close()), listening]);
  if (ended.status === 'rejected') throw ended.reason;
  if (listened.status === 'rejected') throw listened.reason;
  const outcome = ended.value;
  if (outcome.status === 'finished') {
    for (const [at, figures] of outcome.result.epochs.entries()) {
      if (at >= epochsTold) onReport({ event: 'epoch', member, epoch: at + 1, ...figures });
    }
  }
  return outcome;
}

/** Resolves when the channel closes. */
async function listen(channel: ControlChannel, onReport: (report: MemberReport) => void): Promise<void> {
  try {
    for (;;) for (const report of await channel.call((member) => member.next())) onReport(report);
  } catch (error) {
    if (!(error instanceof EnsembleError && error.code === 'member-ended')) throw error;
  }
}
