// Trains each member in a thread of the pool, with a channel of its own for as long as it runs.

import { MessageChannel } from 'node:worker_threads';
import { EnsembleError } from '../../errors.ts';
import type { DatasetRows } from '../../member/rows.ts';
import type { MemberReport } from '../../member/session.ts';
import type { MemberOutcome, MemberSpec } from '../../member/spec.ts';
import type { RunStore } from '../../store/runStore.ts';
import type { Executor, ExecutorContext, RunningMember } from '../executor.ts';
import { createReportQueue } from '../reportQueue.ts';
import { type ControlChannel, openControlChannel } from './controlChannel.node.ts';
import { beatsOf, createControlWord, requestStop } from './controlWord.ts';
import type { MemberTask } from './memberWorker.node.ts';
import { shareDataset } from './shareDataset.ts';
import { grantAccess } from './storeAccess.node.ts';
import { createThreadPool, type ThreadPool, workerBeside } from './threadPool.node.ts';

export interface ThreadExecutor extends Executor {
  readonly pool: ThreadPool;
}

/** An executor of worker threads of this process, `workers` of them. */
export function threadExecutor({
  workers,
  dataset,
  store,
}: Omit<ExecutorContext, 'dataset'> & { readonly dataset: DatasetRows }): ThreadExecutor {
  const pool = createThreadPool(workers, workerBeside(import.meta.url, 'memberWorker.node'));
  const shared = shareDataset(dataset);
  return {
    pool,
    concurrency: workers,
    start: (spec) => startMember(pool, spec, shared, store),
    close: () => pool.close(),
  };
}

function startMember(
  pool: ThreadPool,
  spec: MemberSpec,
  dataset: DatasetRows,
  store: RunStore,
): RunningMember {
  // A word of its own for each start: a thread that is ended may still be looking at the one before.
  const control = createControlWord();
  const { port1, port2 } = new MessageChannel();
  const channel = openControlChannel(port1);
  const granted = grantAccess(store);
  const payload: MemberTask = { spec, dataset, control, store: granted.access, port: port2 };
  const task = pool.start<MemberOutcome>('performMember', payload, [port2, ...granted.transfer]);
  const reports = createReportQueue<MemberReport>();
  return {
    outcome: follow(task.result, channel, reports.push)
      .catch((error: unknown) => {
        // If its thread lives on, for the moment that ending it takes, it stops at its next batch.
        requestStop(control);
        throw error;
      })
      .finally(() => {
        granted.close();
        reports.end();
      }),
    reports,
    pause: () => channel.call((member) => member.pause()),
    resume: () => channel.call((member) => member.resume()),
    stop: () => requestStop(control),
    kill: () => task.kill(),
    lastSign: () => beatsOf(control),
  };
}

/** Passes a member's reports on until it ends. */
async function follow(
  result: Promise<MemberOutcome>,
  channel: ControlChannel,
  onReport: (report: MemberReport) => void,
): Promise<MemberOutcome> {
  const listening = listen(channel, onReport);
  const [ended, listened] = await Promise.allSettled([result.finally(() => channel.close()), listening]);
  if (ended.status === 'rejected') throw ended.reason;
  if (listened.status === 'rejected') throw listened.reason;
  return ended.value;
}

/** Resolves when the channel closes. */
async function listen(channel: ControlChannel, onReport: (report: MemberReport) => void): Promise<void> {
  try {
    for (;;) for (const report of await channel.call((member) => member.next())) onReport(report);
  } catch (error) {
    if (!(error instanceof EnsembleError && error.code === 'member-ended')) throw error;
  }
}
