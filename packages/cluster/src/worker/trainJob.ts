// One job from its check to its outcome: the member is trained in a thread, from the newest checkpoint of the run's store.

import { randomBytes } from 'node:crypto';
import type { MemberOutcome, MemberSpec, RunningMember, RunStore } from '@convoy/ensemble';
import {
  findCheckpoint,
  identityOf,
  memberPrefix,
  readFinishedMember,
  saveMember,
} from '@convoy/ensemble/internal';
import type { DatasetShelf } from '../dataset/datasetShelf.ts';
import { ClusterError } from '../errors.ts';
import type { MemberJob } from '../job/job.ts';
import type { JobOutcome } from '../job/progress.ts';
import { readSpecification, type Specification } from '../job/specification.ts';
import { patiently } from '../patience.ts';
import type { Order } from '../queue/orders.ts';
import type { StoreRoot } from '../storeRoot.ts';
import type { Crews } from './crews.ts';
import { createReporter, type ReporterOptions } from './reporter.ts';

/** What a worker has for its jobs. */
export interface JobSurroundings {
  readonly root: StoreRoot;
  readonly shelf: DatasetShelf;
  readonly crews: Crews;
  /** URLs of the worker's own modules, which stand in for those of the run. */
  readonly modules: readonly string[];
  readonly patienceSeconds: number;
  readonly warn: (message: unknown) => void;
}

/** How the job's news get out. */
export interface JobChannel {
  readonly reportSeconds: number;
  readonly facts: { readonly machine: string; readonly since: string; readonly lost: number };
  readonly send: ReporterOptions['send'];
}

/** A job while it is worked on. */
export interface RunningJob {
  /** `handed-back` if it was told to, with a checkpoint. Rejects if the member failed. */
  readonly outcome: Promise<JobOutcome | 'handed-back'>;
  /** Does what the coordinator wants of it. */
  obey(order: Order): void;
  /** Saves a checkpoint at its next batch and stops, for another worker to continue. */
  handBack(): void;
  /** Ends it at once, without a trace: another worker has it. */
  abandon(): void;
}

/** Begins to work on a job. */
export function trainJob(job: MemberJob, around: JobSurroundings, channel: JobChannel): RunningJob {
  let member: RunningMember | null = null;
  let order: Order = 'run';
  let followed: Order = 'run';
  let isHandedBack = false;
  const isStopped = () => isHandedBack || order === 'stop' || order === 'kill';
  const reporter = createReporter({
    seconds: channel.reportSeconds,
    state: () => ({ ...channel.facts, beats: member?.lastSign() ?? 0, order: followed }),
    send: channel.send,
  });

  /** Brings the member to what is wanted of it. A member that has just ended needs nothing. */
  async function apply(): Promise<void> {
    const wanted = order;
    if (order === 'kill') member?.kill();
    else if (isStopped()) member?.stop();
    else await (order === 'pause' ? member?.pause() : member?.resume())?.catch(() => undefined);
    if (wanted !== order) return;
    followed = wanted;
    reporter.now();
  }

  async function train({ spec, dataset }: Specification, store: RunStore): Promise<MemberOutcome> {
    const rows = await around.shelf.rows(spec.data.sha256, dataset.name);
    const crew = around.crews.join(job.run, rows, store);
    const prefix = memberPrefix(job.member);
    try {
      await crew.store.adopt(prefix);
      const checkpoint = await findCheckpoint(store, identityOf(spec), around.warn);
      const start = checkpoint === null ? spec.start : ({ from: 'checkpoint', key: checkpoint.key } as const);
      if (isStopped()) return { status: 'stopped', epochs: checkpoint?.state.progress.epoch ?? 0 };
      const attempt = randomBytes(6).toString('hex');
      member = crew.executor.start({ ...spec, start, attempt, modules: modulesFor(spec, around.modules) });
      await apply();
      for await (const report of member.reports) if (report.event !== 'member-machine') reporter.add(report);
      const outcome = await member.outcome;
      // A finished member needs no checkpoint; one that goes on elsewhere needs the last.
      if (outcome.status === 'finished') await crew.store.discard(prefix);
      else await crew.store.flush(prefix);
      return outcome;
    } finally {
      await crew.store.discard(prefix);
      crew.leave();
    }
  }

  async function work(): Promise<JobOutcome | 'handed-back'> {
    const patience = { seconds: around.patienceSeconds, onWait: around.warn };
    const store = await around.root.run(job.run);
    const specification = await patiently(() => readSpecification(store, job), patience);
    const { spec, dataset } = specification;
    reporter.now();
    const done = await patiently(() => readFinishedMember(store, spec, around.warn), patience);
    if (done !== null) return { status: 'finished' };
    const outcome = await train(specification, store).catch((error: unknown) => {
      if (order === 'kill') return 'killed' as const;
      throw error;
    });
    if (outcome === 'killed') return { status: 'killed' };
    switch (outcome.status) {
      case 'finished': {
        const saved = {
          classNames: dataset.classNames,
          dataset: { name: dataset.name, sha256: spec.data.sha256 },
        };
        await patiently(() => saveMember(store, saved, spec, outcome.result), patience);
        return { status: 'finished' };
      }
      case 'stopped':
        return isHandedBack ? 'handed-back' : outcome;
      case 'diverged':
      case 'refused':
        return { status: outcome.status, error: outcome.error };
      case 'not-saved':
        throw new ClusterError('unavailable', outcome.error);
      default:
        return outcome satisfies never;
    }
  }

  return {
    outcome: work().finally(() => reporter.close()),
    obey(wanted) {
      // What is ended stays so.
      if (order === 'kill') return;
      order = wanted;
      void apply();
    },
    handBack() {
      isHandedBack = true;
      member?.stop();
    },
    abandon() {
      order = 'kill';
      member?.kill();
    },
  };
}

/**
 * A run names modules by where they are on its coordinator. A worker runs no code that the queue or the store names: it has
 * its own.
 */
function modulesFor({ modules }: MemberSpec, own: readonly string[]): readonly string[] {
  if (modules.length === 0 || own.length > 0) return own;
  throw new ClusterError(
    'invalid-option',
    `modules: expected those of the run (${modules.map((url) => url.split('/').at(-1)).join(', ')}), got none. ` +
      'A worker imports no code that a run names; start it with the option modules',
  );
}
