// The supervisor of a machine: takes jobs when a slot is free, holds and reports them, and hands them back when it is told to
// go. Training happens in threads, so that holding a job never waits for it.

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { moduleUrls, processorKind } from '@convoy/ensemble/internal/node';
import { type Job, Queue, UnrecoverableError } from 'bullmq';
import { createShelf } from '../dataset/datasetShelf.ts';
import { ClusterError, messageOf } from '../errors.ts';
import { parseJob } from '../job/job.ts';
import type { JobOutcome } from '../job/progress.ts';
import { connectQueue, queueName } from '../queue/connection.ts';
import { listenForOrders, standingOrder, withdrawOrder } from '../queue/orders.ts';
import { openRoot, type StoreRoot } from '../storeRoot.ts';
import { createCrews } from './crews.ts';
import type { MemberEnd, WorkerHealth } from './health.ts';
import { holdJob } from './lease.ts';
import { type JobSource, openSource } from './source.ts';
import { type RunningJob, trainJob } from './trainJob.ts';

/** Options for `startWorker`. */
export interface WorkerOptions {
  /** `redis://user:password@host:6379/0?prefix=team`, or `rediss://`. */
  readonly queue: string;
  /** The root of the store that it shares with the runs' coordinators: a folder, a URL, or an opened one. */
  readonly store: string | StoreRoot;
  /** Members that it trains at once. @default 1 */
  readonly slots?: number;
  /** A folder of datasets. @default those that every command looks in */
  readonly dataDir?: string;
  /** Where datasets from the store are kept. @default the user's cache */
  readonly cache?: string;
  /** What it is called in displays. @default the host's name */
  readonly name?: string;
  /** Its own modules, which stand in for those of a run: it imports no code that a run names. @default [] */
  readonly modules?: readonly string[];
  /** Seconds of silence after which another worker may take a member over. @default 30 */
  readonly lockSeconds?: number;
  /** Seconds between two reports on a member. @default 2 */
  readonly reportSeconds?: number;
  /** How often a machine may be lost under one member before the member counts as failed. @default 20 */
  readonly maxLost?: number;
  /** Seconds that the store may be away. @default 3600 */
  readonly patienceSeconds?: number;
  /** Receives what happens. */
  readonly onEvent?: (event: WorkerEvent) => void;
}

/** What a worker tells. */
export type WorkerEvent =
  | { readonly event: 'ready'; readonly machine: string; readonly slots: number; readonly kernels: string }
  | { readonly event: 'member'; readonly run: string; readonly member: number; readonly state: 'started' }
  | {
      readonly event: 'member';
      readonly run: string;
      readonly member: number;
      readonly state: MemberEnd;
      readonly error?: string;
    }
  | { readonly event: 'warning'; readonly message: string };

/** A worker of this process. */
export interface ClusterWorker {
  /** The kind of processor that it is: it takes members of runs that began with it, and those of `strict` runs. */
  readonly kernels: string;
  /** The state of the worker now, as its health port reports it. */
  health(): WorkerHealth;
  /** Takes no more members, hands back those that it trains, with a checkpoint, and closes. */
  drain(): Promise<void>;
}

/** How often a worker looks for jobs of other kinds, which it leaves alone. */
const OTHER_KINDS_MS = 30_000;
const AWAY_PAUSE_MS = 1000;

/**
 * Starts a worker: from now on it takes members from the queue and trains them.
 * @throws {ClusterError} `invalid-option`
 */
export async function startWorker(options: WorkerOptions): Promise<ClusterWorker> {
  const { slots = 1, name = hostname(), lockSeconds = 30, reportSeconds = 2, maxLost = 20 } = options;
  const { onEvent = () => undefined, patienceSeconds = 3600, dataDir, cache, modules = [] } = options;
  const warn = (message: unknown) => onEvent({ event: 'warning', message: messageOf(message) });
  const kernels = processorKind();
  const ownModules = moduleUrls(modules);
  for (const url of ownModules) await import(url);
  const connection = connectQueue(options.queue, warn);
  const root = typeof options.store === 'string' ? await openRoot(options.store) : options.store;
  const shelf = createShelf({
    root: root.shared,
    warn,
    ...(dataDir && { dataDir }),
    ...(cache && { cache }),
  });
  const crews = createCrews(slots, { patienceSeconds, warn });
  const around = { root, shelf, crews, modules: ownModules, patienceSeconds, warn };
  const source = { connection, machine: name, lockMs: 1000 * lockSeconds, maxLost };
  const sources = await Promise.all([kernels, 'strict'].map((kind) => openSource(kind, source)));
  const ends: Record<MemberEnd, number> = { finished: 0, failed: 0, stopped: 0, handedBack: 0, lost: 0 };
  const active = new Map<string, { running: RunningJob | null; ended: Promise<void> }>();
  let isDraining = false;
  let freed = () => {};

  const orders = listenForOrders(
    connection,
    (job, order) => active.get(job)?.running?.obey(order),
    () => {
      for (const job of active.keys()) void follow(job);
    },
  );

  /** Does what was wanted of a job before it came here. */
  async function follow(job: string): Promise<void> {
    const order = await standingOrder(connection, job);
    active.get(job)?.running?.obey(order);
  }

  async function takeJobs(): Promise<void> {
    for (let turn = 0; !isDraining; turn++) {
      if (active.size >= slots) {
        await new Promise<void>((resolve) => {
          freed = resolve;
        });
        continue;
      }
      try {
        await takeJob(turn);
      } catch {
        // Redis is away: the connection has said so.
        await setTimeout(AWAY_PAUSE_MS);
      }
    }
  }

  /** Waits at one kind of kernels in turn, after a look at the other. */
  async function takeJob(turn: number): Promise<void> {
    const token = randomUUID();
    const [first, second] = turn % 2 === 0 ? sources : [...sources].reverse();
    const job = (await first?.next(token, false)) ?? (await second?.next(token, true));
    if (!job) return;
    if (isDraining) return void (await job.moveToWait(token));
    const id = String(job.id);
    const entry = { running: null as RunningJob | null, ended: Promise.resolve() };
    active.set(id, entry);
    entry.ended = work(job, token, entry)
      .catch(warn)
      .finally(() => {
        active.delete(id);
        freed();
      });
  }

  async function work(job: Job, token: string, entry: { running: RunningJob | null }): Promise<void> {
    const end = (how: MemberEnd, error?: string) => {
      ends[how] += 1;
      const { run, member } = named(job);
      onEvent({ event: 'member', run, member, state: how, ...(error !== undefined && { error }) });
    };
    let lost = false;
    const lease = holdJob(connection, job, token, source.lockMs, (to) => {
      // What Redis forgot is finished here and put into the store; a coordinator finds it there.
      if (to === 'gone') return;
      lost = true;
      warn(`${job.id}: another worker has taken this member over`);
      if (to === 'elsewhere') entry.running?.abandon();
      else entry.running?.handBack();
    });
    try {
      const outcome = await outcomeOf(job, entry);
      if (lost) end('lost');
      else if (outcome === 'handed-back') {
        await job.moveToWait(token);
        end('handedBack');
      } else {
        await job.moveToCompleted(outcome, token, false);
        await withdrawOrder(connection, String(job.id));
        if (outcome.status === 'finished') end('finished');
        else if ('error' in outcome) end('failed', outcome.error);
        else end('stopped');
      }
    } catch (error) {
      if (lost) return end('lost');
      end('failed', messageOf(error));
      await job.moveToFailed(failureOf(error), token, false);
    } finally {
      lease.release();
    }
  }

  async function outcomeOf(
    job: Job,
    entry: { running: RunningJob | null },
  ): Promise<JobOutcome | 'handed-back'> {
    // Set by the queue for a job under which too many machines were lost.
    if (job.deferredFailure) throw new UnrecoverableError(`${maxLost} machines were lost under it`);
    const data = parseJob(job.data);
    if (queueName(data.kernels) !== job.queueName) {
      throw new ClusterError('invalid-job', `job: expected kernels of ${job.queueName}, got ${data.kernels}`);
    }
    onEvent({ event: 'member', run: data.run, member: data.member, state: 'started' });
    entry.running = trainJob(data, around, {
      reportSeconds,
      facts: { machine: name, since: new Date().toISOString(), lost: job.stalledCounter },
      send: (progress) => job.updateProgress(progress),
    });
    await follow(String(job.id));
    if (isDraining) entry.running.handBack();
    return entry.running.outcome;
  }

  /** Says once of each other kind that members of it wait. */
  const told = new Set<string>();
  async function lookAtOtherKinds(): Promise<void> {
    for (const kind of await connection.client.smembers(connection.key('kinds'))) {
      if (told.has(kind) || sources.some((own) => own.kernels === kind)) continue;
      const queue = new Queue(queueName(kind), { connection: connection.client, prefix: connection.prefix });
      queue.on('error', () => undefined);
      const count = await queue.getWaitingCount();
      await queue.close();
      if (count === 0) continue;
      told.add(kind);
      warn(
        `${count} waiting members belong to runs that began on ${kind}; this processor is ${kernels} and leaves them alone, ` +
          'because fast kernels would end in other bits. A run with strict kernels takes any machine',
      );
    }
  }
  const look = () => void lookAtOtherKinds().catch(() => undefined);
  const timer = setInterval(look, OTHER_KINDS_MS);
  look();

  const taking = takeJobs();
  onEvent({ event: 'ready', machine: name, slots, kernels });
  return {
    kernels,
    health: () => ({
      machine: name,
      state: isDraining ? 'draining' : 'working',
      queue: connection.client.status === 'ready' ? 'ready' : 'away',
      slots,
      busy: active.size,
      members: { ...ends },
      uploads: crews.uploads,
    }),
    async drain() {
      isDraining = true;
      clearInterval(timer);
      for (const { running } of active.values()) running?.handBack();
      freed();
      await Promise.all([...active.values()].map(({ ended }) => ended));
      await Promise.all(sources.map((each: JobSource) => each.close()));
      await taking;
      await crews.close();
      await orders.close();
      await connection.close();
    },
  };
}

/** For messages, of a job whose data may be anything. */
function named(job: Job): { readonly run: string; readonly member: number } {
  try {
    return parseJob(job.data);
  } catch {
    return { run: 'unknown', member: -1 };
  }
}

/** What is wrong with a job stays wrong; everything else may be tried again, elsewhere. */
function failureOf(error: unknown): Error {
  const isFinal = error instanceof ClusterError && error.code === 'invalid-job';
  const failure = error instanceof Error ? error : new Error(messageOf(error));
  return isFinal ? new UnrecoverableError(failure.message) : failure;
}
