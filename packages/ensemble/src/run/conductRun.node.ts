// A whole run: jobs become members, and members become an ensemble with its files.

import { shellWord } from '@convoy/core';
import { identityOf } from '../checkpoint/content.ts';
import { readLatestCheckpoint } from '../checkpoint/files.node.ts';
import { Ensemble } from '../ensemble.node.ts';
import { EnsembleError, messageOf } from '../errors.ts';
import type { MemberFailure, MemberFigures, TestFigures, TrainEvent } from '../events.ts';
import { createJobs } from '../member/createJobs.ts';
import type { MemberJob } from '../member/job.ts';
import { continueSnapshot } from '../member/strategy.ts';
import type { Executor } from '../pool/executor.ts';
import { openControlDesk } from './controlDesk.node.ts';
import { Crew } from './crew.ts';
import { describeRun } from './describeRun.node.ts';
import { createEmitter } from './emitter.ts';
import { createHarvest, type Harvest } from './harvest.ts';
import type { RunPlan } from './planRun.node.ts';
import { readFinishedMember } from './readMember.node.ts';
import type { ReopenedRun } from './reopenRun.node.ts';
import type { RunDirectory } from './runDirectory.node.ts';
import { type MembersEnded, trainMembers } from './trainMembers.ts';

export type CreateExecutor = (workers: number) => Executor;

/** What a training has left. */
export interface TrainResult {
  /** Of the members that finished; null if none did. */
  readonly ensemble: Ensemble | null;
  /** The run directory; null if nothing was written. */
  readonly run: string | null;
  /** The members that finished, in the order of their numbers. */
  readonly members: readonly MemberFigures[];
  /** Of the ensemble on the test split; null if no member finished. */
  readonly figures: TestFigures | null;
  /** The members that did not finish, and why. */
  readonly failed: readonly MemberFailure[];
  /** Whether the run was stopped before its end. */
  readonly stopped: boolean;
  /** Whether it came to its end with at least `minMembers` members. */
  readonly succeeded: boolean;
  readonly seconds: number;
}

/**
 * @param directory where it is written, locked; null to write nothing
 * @param reopened the interrupted run to go on with
 */
export async function conductRun(
  createExecutor: CreateExecutor,
  plan: RunPlan,
  directory: RunDirectory | null,
  reopened: ReopenedRun | null = null,
): Promise<TrainResult> {
  try {
    return await conduct(createExecutor, plan, directory, reopened);
  } catch (error) {
    if (directory === null || !isWriteFailure(error)) throw error;
    throw new EnsembleError(
      'write-failed',
      `${messageOf(error)}. What was written before is whole: once there is room, this goes on: convoy resume ${shellWord(directory.path)}`,
      { cause: error },
    );
  }
}

async function conduct(
  createExecutor: CreateExecutor,
  { options, resolved, backend, workers, data }: RunPlan,
  directory: RunDirectory | null,
  reopened: ReopenedRun | null,
): Promise<TrainResult> {
  const begin = performance.now();
  const { dataset } = options;
  const { training, reliability } = resolved;
  // What was chosen here is what members run, whatever their threads would choose.
  const chosen = { ...resolved, training: { ...training, backend: backend.name } };
  const jobs = createJobs(chosen, data, directory?.folderOf);
  const described = await describeRun(resolved, dataset, options.dataDir, jobs, backend);
  const manifest = reopened === null ? described : reopened.goOn(described);
  await directory?.writeManifest(manifest);
  const run = directory?.path ?? null;

  const halt = new AbortController();
  const crew = new Crew();
  const emitter = createEmitter(options.onEvent, halt);
  const desk =
    directory && openControlDesk({ directory, members: jobs.length, crew, halt, emit: emitter.emit });
  const emit = (event: TrainEvent) => {
    desk?.note(event);
    emitter.emit(event);
  };
  const warn = (message: string) => emit({ event: 'warning', message });
  const combination = { method: resolved.combine, calibrate: resolved.calibrate };
  const harvest = createHarvest({ dataset, data, combination, directory, emit });

  async function train(): Promise<MembersEnded> {
    emit({
      event: 'start',
      run,
      members: resolved.members,
      workers,
      epochs: training.epochs,
      trainingImages: data.train.count,
      validationImages: data.validation?.count ?? 0,
      backend: backend.name,
      resumed: reopened !== null,
    });
    for (const message of reopened?.warnings ?? []) warn(message);
    const unfinished =
      reopened === null ? jobs : await restoreFinished(jobs, reopened.directory, harvest, warn);
    const executor = createExecutor(workers);
    try {
      return await trainMembers({
        executor,
        crew,
        jobs: unfinished,
        prepare: (job) => continueSnapshot(job, harvest.weightsOf),
        onEvent: emit,
        onFinished: harvest.keep,
        latestState: async (job) =>
          directory && readLatestCheckpoint(directory.folderOf(job.member), identityOf(job), warn),
        maxFailures: reliability.maxFailures,
        memberTimeout: reliability.memberTimeout,
        halt,
      });
    } finally {
      await executor.close();
    }
  }
  const { failed, stopped } = await whileListening(options.signal, halt, train).finally(() => desk?.close());
  emitter.rethrow();

  const { content, members, figures } = harvest.combine();
  const ensemble = content && new Ensemble(content, { backend: training.backend, kernels: training.kernels });
  if (ensemble) await directory?.writeEnsemble(ensemble.encode());
  const seconds = (performance.now() - begin) / 1000;
  const result = { ensemble: figures, members, failed, stopped, seconds };
  await directory?.writeManifest({ ...manifest, result });
  emitter.emit({ event: 'done', run, ...result });
  emitter.rethrow();
  const succeeded = !stopped && members.length >= reliability.minMembers;
  return { ensemble, run, members, figures, failed, stopped, succeeded, seconds };
}

/** Takes in the members that finished before an interruption. @returns the others */
async function restoreFinished(
  jobs: readonly MemberJob[],
  { folderOf }: RunDirectory,
  harvest: Harvest,
  warn: (message: string) => void,
): Promise<readonly MemberJob[]> {
  const unfinished: MemberJob[] = [];
  for (const job of jobs) {
    const finished = await readFinishedMember(folderOf(job.member), job, warn);
    if (finished) harvest.restore(finished);
    else unfinished.push(job);
  }
  return unfinished;
}

function isWriteFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'write-failed';
}

/** Passes the caller's signal on to `halt` while `work` goes on. */
async function whileListening<Result>(
  signal: AbortSignal | undefined,
  halt: AbortController,
  work: () => Promise<Result>,
): Promise<Result> {
  const stop = () => halt.abort();
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop);
  try {
    return await work();
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
