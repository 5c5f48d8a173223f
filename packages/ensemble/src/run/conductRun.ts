// A whole run: specifications become members, and members become an ensemble and its files. Where members train and where
// files are is behind two ports.

import { shellWord } from '@convoy/core/internal';
import { openControlDesk } from '../control/controlDesk.ts';
import type { RunHold } from '../control/hold.ts';
import { EnsembleError, messageOf } from '../errors.ts';
import type { MemberFailure, MemberMetrics, TestMetrics, TrainEvent } from '../events.ts';
import type { CreateExecutor } from '../executor/executor.ts';
import type { EnsembleContent } from '../file/content.ts';
import { encodeEnsemble } from '../file/encode.ts';
import { identityOf } from '../member/identity.ts';
import { rowsOf } from '../member/rows.ts';
import type { MemberSpec } from '../member/spec.ts';
import { findCheckpoint } from '../store/checkpoints.ts';
import { ENSEMBLE_KEY, MANIFEST_KEY, START_KEY } from '../store/keys.ts';
import { readFinishedMember } from '../store/readMember.ts';
import { type RunStore, writeJson } from '../store/runStore.ts';
import { createSpecs, startOf } from './createSpecs.ts';
import { Crew } from './crew.ts';
import { describeRun, type RunEnvironment } from './describeRun.ts';
import { createEmitter } from './emitter.ts';
import { createHarvest, type Harvest } from './harvest.ts';
import type { RunPlan } from './planRun.ts';
import type { ReopenedRun } from './reopenRun.ts';
import { type MembersEnded, trainMembers } from './trainMembers.ts';

/** Everything a run reaches the outside through. */
export interface RunPorts {
  readonly executor: CreateExecutor;
  readonly store: RunStore;
  /** Whether the store outlives the run: only then are checkpoints worth writing. */
  readonly isKept: boolean;
  /** If there is one, the run can be seen and steered from outside through its store. */
  readonly hold: RunHold | null;
  readonly environment: RunEnvironment;
}

/** What a run has left. */
export interface RunOutcome {
  /** The ensemble of the members that finished; null if none did. */
  readonly content: EnsembleContent | null;
  /** The run directory or the name of its store; null if nothing was kept. */
  readonly run: string | null;
  /** The members that finished, in the order of their numbers. */
  readonly members: readonly MemberMetrics[];
  /** Of the ensemble on the test split; null if no member finished. */
  readonly metrics: TestMetrics | null;
  /** The members that did not finish, and why. */
  readonly failed: readonly MemberFailure[];
  /** Whether the run was stopped before its end. */
  readonly stopped: boolean;
  /** Whether it ended with at least `minMembers` members. */
  readonly succeeded: boolean;
  readonly seconds: number;
}

/** @param reopened the interrupted run to resume */
export async function conductRun(
  ports: RunPorts,
  plan: RunPlan,
  reopened: ReopenedRun | null = null,
): Promise<RunOutcome> {
  try {
    return await conduct(ports, plan, reopened);
  } catch (error) {
    if (!ports.isKept || !isWriteFailure(error)) throw error;
    throw new EnsembleError(
      'write-failed',
      `${messageOf(error)}. Everything written before is intact. Once there is room, resume the run: convoy resume ${shellWord(ports.store.name)}`,
      { cause: error },
    );
  }
}

async function conduct(
  { executor: createExecutor, store, isKept, hold, environment }: RunPorts,
  plan: RunPlan,
  reopened: ReopenedRun | null,
): Promise<RunOutcome> {
  const begin = performance.now();
  const { options, resolved, backend, workers, modules, start } = plan;
  const { dataset } = options;
  const { training, reliability } = resolved;
  // What was chosen here is what members run, whatever their threads would choose.
  const chosen = { ...resolved, training: { ...training, backend: backend.name } };
  const specs = createSpecs(chosen, { data: plan.data, modules, keepsCheckpoints: isKept });
  const described = describeRun(plan, specs, backend, environment);
  const manifest = reopened === null ? described : reopened.goOn(described);
  // Before run.json: a run that has it can be resumed.
  if (start !== null && reopened === null) await store.write(START_KEY, start.bytes);
  await writeJson(store, MANIFEST_KEY, manifest);
  const run = isKept ? store.name : null;

  const halt = new AbortController();
  const crew = new Crew();
  const emitter = createEmitter(options.onEvent, halt);
  const desk =
    hold && openControlDesk({ store, hold, members: specs.length, crew, halt, emit: emitter.emit });
  const emit = (event: TrainEvent) => {
    desk?.note(event);
    emitter.emit(event);
  };
  const warn = (message: string) => emit({ event: 'warning', message });
  const data = rowsOf(dataset, plan.data);
  const combination = { method: resolved.combine, calibrate: resolved.calibrate };
  const harvest = createHarvest({ dataset, data, combination, store, emit });

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
      ...(start && { startFrom: { taken: start.taken, initialized: start.initialized } }),
    });
    for (const message of reopened?.warnings ?? []) warn(message);
    const unfinished = reopened === null ? specs : await restoreFinished(specs, store, harvest, warn);
    const executor = createExecutor({ workers, dataset, store });
    const isRemote = executor.isRemote ?? false;
    const { cores } = environment.hardware;
    if (!isRemote && workers > 2 * cores) {
      warn(
        `workers: expected at most ${cores}, the processor's cores, got ${workers}: each takes memory of its own, and no more is trained per second`,
      );
    }
    try {
      return await trainMembers({
        executor,
        crew,
        specs: unfinished,
        startOf: (spec) => startOf(spec, harvest.has),
        onEvent: emit,
        onFinished: (spec, result) => harvest.keep(spec, result, isRemote),
        latestCheckpoint: async (spec) => findCheckpoint(store, identityOf(spec), warn),
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
  await hold?.touch();

  const { content, members, metrics } = harvest.combine();
  if (content) await store.write(ENSEMBLE_KEY, encodeEnsemble(content));
  const seconds = (performance.now() - begin) / 1000;
  const result = { ensemble: metrics, members, failed, stopped, seconds };
  await writeJson(store, MANIFEST_KEY, { ...manifest, result });
  emitter.emit({ event: 'done', run, ...result });
  emitter.rethrow();
  const succeeded = !stopped && members.length >= reliability.minMembers;
  return { content, run, members, metrics, failed, stopped, succeeded, seconds };
}

/** Takes in the members that finished before an interruption. @returns the others */
async function restoreFinished(
  specs: readonly MemberSpec[],
  store: RunStore,
  harvest: Harvest,
  warn: (message: string) => void,
): Promise<readonly MemberSpec[]> {
  const unfinished: MemberSpec[] = [];
  for (const spec of specs) {
    const finished = await readFinishedMember(store, spec, warn);
    if (finished) harvest.restore(finished);
    else unfinished.push(spec);
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
