// Trains members on whatever machines take them from the queue. The store is the truth: a member that has finished is there,
// and a job that is gone, as after Redis was emptied, is put into the queue again.

import { setTimeout } from 'node:timers/promises';
import type { CreateExecutor, Executor, MemberSpec, RunningMember, RunStore } from '@convoy/ensemble';
import { readFinishedMember, rowsOf } from '@convoy/ensemble/internal';
import type { Job } from 'bullmq';
import { QueueEvents } from 'bullmq';
import { uploadDataset } from '../dataset/datasetFile.ts';
import { messageOf } from '../errors.ts';
import { parseOutcome, parseProgress } from '../job/progress.ts';
import { specificationKey, writeSpecification } from '../job/specification.ts';
import { patiently } from '../patience.ts';
import { queueName } from '../queue/connection.ts';
import { giveOrder, type Order, standingOrder, withdrawOrder } from '../queue/orders.ts';
import { FollowedMember } from './followedMember.ts';
import { type MemberQueueOptions, openMemberQueue } from './memberQueue.ts';
import { createTurns } from './turns.ts';

/** Options for `queueExecutor`. */
export interface QueueExecutorOptions extends MemberQueueOptions {
  /** The root of the store, where workers find datasets. */
  readonly shared: RunStore;
  /** Receives what a user should know. */
  readonly warn: (message: string) => void;
  /** Seconds without news after which a job is looked at. @default 15 */
  readonly lookSeconds?: number;
  /** Seconds that a store may be away. @default 3600 */
  readonly patienceSeconds?: number;
}

/** Members that are put into the queue at once. */
const ENQUEUED_AT_ONCE = 32;
const ORDER_LOOK_MS = 200;
/** What may be left to do when everything is closed, while Redis is away. */
const CLOSING_MS = 10_000;

/**
 * An executor whose members are trained by workers (`startWorker`) on any machines. They report through the queue, and come back
 * through the store.
 */
export function queueExecutor(options: QueueExecutorOptions): CreateExecutor {
  return (context) => createQueueExecutor(options, context);
}

function createQueueExecutor(
  options: QueueExecutorOptions,
  { workers, dataset, store }: Parameters<CreateExecutor>[0],
): Executor {
  const { connection, kernels, shared, warn, lookSeconds = 15, patienceSeconds = 3600 } = options;
  const members = openMemberQueue(options);
  const followed = new Map<string, FollowedMember>();
  const inTurn = createTurns(ENQUEUED_AT_ONCE);
  const open = new Set<Promise<void>>();
  let isComplaining = false;
  const waiting = (error: unknown) => {
    if (!isComplaining) warn(`${store.name} is away: ${messageOf(error)}; waiting for it`);
    isComplaining = true;
  };
  const patience = { seconds: patienceSeconds, onWait: waiting };
  const uploaded = patiently(() => uploadDataset(shared, dataset), patience);
  uploaded.catch(() => undefined);
  const following = follow();
  following.catch(() => undefined);
  const timer = setInterval(() => spawn(look()), 1000 * lookSeconds);

  /** Work that nobody waits for but `close`. */
  function spawn(work: Promise<void>): void {
    const quiet = work.catch((error: unknown) => {
      if (connection.client.status === 'ready') warn(messageOf(error));
    });
    open.add(quiet);
    void quiet.then(() => open.delete(quiet));
  }

  /** Hears of all jobs, from before the first one is there. */
  async function follow(): Promise<QueueEvents> {
    const stream = connection.key(queueName(kernels), 'events');
    const [last] = await connection.client.xrevrange(stream, '+', '-', 'COUNT', 1);
    const events = new QueueEvents(queueName(kernels), {
      connection: connection.client.duplicate(),
      prefix: connection.prefix,
      lastEventId: last?.[0] ?? '0-0',
    });
    events.on('error', () => undefined);
    events.on('progress', ({ jobId, data }) => hearProgress(followed.get(jobId), data));
    events.on('active', ({ jobId }) => followed.get(jobId)?.moved('active'));
    events.on('waiting', ({ jobId }) => followed.get(jobId)?.moved('waiting'));
    events.on('completed', ({ jobId, returnvalue }) => {
      const member = followed.get(jobId);
      if (member) spawn(settle(member, returnvalue));
    });
    events.on('failed', ({ jobId, failedReason }) => followed.get(jobId)?.fail(failedReason));
    return events;
  }

  function hearProgress(member: FollowedMember | undefined, data: unknown): void {
    const progress = parseProgress(data);
    if (member && progress && !member.isSettled) member.hear(progress);
  }

  /** Ends a member whose job has ended. */
  async function settle(member: FollowedMember, value: unknown): Promise<void> {
    const outcome = parseOutcome(value);
    if (outcome === null || outcome.status === 'killed') return member.fail('its worker was told to end it');
    if (outcome.status !== 'finished') return member.end(outcome);
    const done = await patiently(() => readFinishedMember(store, member.spec, warn), patience).catch(
      (error: unknown) => messageOf(error),
    );
    if (done === null) return member.fail('it has finished, but its files are not in the store');
    if (typeof done === 'string') return member.fail(done);
    member.end({ status: 'finished', result: done.result });
    await store.remove(specificationKey(member.spec.member, members.jobOf(member.spec).data.configuration));
  }

  /** Looks at the jobs of which nothing was heard: news is lost when Redis is, and jobs are. */
  async function look(): Promise<void> {
    if (connection.client.status !== 'ready') return;
    const silentSince = performance.now() - 1000 * lookSeconds;
    const silent = [...followed.values()].filter(
      (member) => !member.isSettled && member.phase !== 'queueing' && member.heardAt < silentSince,
    );
    for (const member of silent) {
      const job = await members.find(member.job);
      if (member.isSettled) continue;
      if (job === null) await replace(member);
      else await hearState(member, job);
    }
    await warnIfAlone(silent);
  }

  async function hearState(member: FollowedMember, job: Job): Promise<void> {
    if (job.finishedOn !== undefined) {
      if (job.failedReason) member.fail(job.failedReason);
      else await settle(member, job.returnvalue);
    } else if (await job.isActive()) {
      hearProgress(member, job.progress);
    } else if (member.phase === 'active') member.moved('waiting');
  }

  /** A job that is gone has ended long ago, or Redis was emptied. */
  async function replace(member: FollowedMember): Promise<void> {
    if (member.wanted === 'stop') return member.end({ status: 'stopped', epochs: member.epochs });
    const done = await readFinishedMember(store, member.spec, warn);
    if (done !== null) return settle(member, { status: 'finished' });
    await enqueue(member);
  }

  let warnedAt = Number.NEGATIVE_INFINITY;
  async function warnIfAlone(silent: readonly FollowedMember[]): Promise<void> {
    const isWaiting = silent.some(({ phase }) => phase === 'waiting');
    if (!isWaiting || performance.now() - warnedAt < 60_000 || (await members.queue.getWorkersCount()) > 0)
      return;
    warnedAt = performance.now();
    const which =
      kernels === 'strict' ? '' : ` on a processor of kind ${kernels}, or train with strict kernels`;
    warn(`no worker takes members from ${connection.name}; start one${which}`);
  }

  /** Puts a member into the queue, or finds it there. */
  async function enqueue(member: FollowedMember): Promise<void> {
    const { id, data } = members.jobOf(member.spec);
    await uploaded;
    await following;
    await patiently(() => writeSpecification(store, member.spec, dataset), patience);
    for (;;) {
      if (member.isSettled) return;
      const job = await members.find(id);
      if (job === null) {
        if (member.wanted === 'run') await withdrawOrder(connection, id);
        await members.add(id, data);
        // It may have been stopped while it was put there.
        if (member.isSettled) await members.remove(id);
        else if (member.phase === 'queueing') member.moved('waiting');
        return;
      }
      const order = member.wanted === 'run' ? await standingOrder(connection, id) : 'run';
      const isEnding = job.finishedOn !== undefined || order === 'stop' || order === 'kill';
      if (!isEnding) {
        // A coordinator before this one put it there; it goes on, and reports to this one.
        if (order === 'pause') await giveOrder(connection, id, 'run');
        if (member.phase === 'queueing') member.moved('waiting');
        return hearState(member, job);
      }
      if (!(await members.remove(id))) await setTimeout(ORDER_LOOK_MS);
    }
  }

  async function order(member: FollowedMember, wanted: Order): Promise<void> {
    member.wanted = wanted;
    await giveOrder(connection, member.job, wanted);
    if (wanted !== 'stop' && wanted !== 'kill') return;
    if ((await members.remove(member.job)) && wanted === 'stop') {
      member.end({ status: 'stopped', epochs: member.epochs });
    }
  }

  /** Resolves when the worker says so, or when there is none that trains it. */
  async function orderAndWait(member: FollowedMember, wanted: 'pause' | 'run'): Promise<void> {
    await member.until(() => member.phase !== 'queueing');
    await order(member, wanted);
    await member.until(() => member.phase !== 'active' || member.followed === wanted);
  }

  function start(spec: MemberSpec): RunningMember {
    const member = new FollowedMember(spec, members.jobOf(spec).id);
    followed.set(member.job, member);
    spawn(
      inTurn(async () => {
        rowsOf(dataset, spec.data);
        await enqueue(member);
      }).catch((error: unknown) => member.fail(messageOf(error))),
    );
    return {
      outcome: member.outcome,
      reports: member.reports,
      pause: () => orderAndWait(member, 'pause'),
      resume: () => orderAndWait(member, 'run'),
      stop: () => {
        if (!member.isSettled) spawn(order(member, 'stop'));
      },
      kill: () => {
        if (member.isSettled) return;
        member.fail('it was ended because it did not answer');
        spawn(order(member, 'kill'));
      },
      lastSign: () => member.lastSign(connection.client.status === 'ready'),
    };
  }

  return {
    isRemote: true,
    concurrency: workers,
    start,
    async close() {
      clearInterval(timer);
      for (const member of followed.values()) {
        if (member.isSettled) continue;
        member.fail('the run has ended');
        spawn(order(member, 'kill'));
      }
      await Promise.race([Promise.all(open), setTimeout(CLOSING_MS, undefined, { ref: false })]);
      const events = await Promise.race([
        following.catch(() => null),
        setTimeout(CLOSING_MS, null, { ref: false }),
      ]);
      await events?.close();
      await members.close();
    },
  };
}
