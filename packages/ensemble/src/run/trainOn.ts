// Trains and resumes an ensemble on ports of the caller's choice. Nothing here needs Node: a page can conduct a run.

import type { Dataset } from '@convoy/core';
import type { RunHold } from '../control/hold.ts';
import { Ensemble, type EnsembleOptions } from '../ensemble.ts';
import { EnsembleError } from '../errors.ts';
import type { TrainEvent } from '../events.ts';
import type { CreateExecutor } from '../executor/executor.ts';
import type { EnsembleContent } from '../file/content.ts';
import type { ReliabilityOptions } from '../options/reliability.ts';
import type { TrainEnsembleOptions } from '../options/trainEnsembleOptions.ts';
import { MANIFEST_KEY, START_KEY } from '../store/keys.ts';
import type { RunManifest } from '../store/manifest.ts';
import { memoryStore } from '../store/memoryStore.ts';
import { readManifestIn } from '../store/readRun.ts';
import { readWhole } from '../store/readWhole.ts';
import { locationOf, type RunStore } from '../store/runStore.ts';
import { conductRun, type RunOutcome, type RunPorts } from './conductRun.ts';
import type { RunEnvironment } from './describeRun.ts';
import { pageEnvironment } from './pageEnvironment.ts';
import { planRun, type RunPlan } from './planRun.ts';
import { optionsOf, reopenRun, requireSameDataset } from './reopenRun.ts';

/** What a run is conducted through. */
export interface TrainPorts {
  /** Makes what trains the members. */
  readonly executor: CreateExecutor;
  /** Where the run is kept. Without it nothing is, and no checkpoint is written. */
  readonly store?: RunStore;
  /** URLs of modules that are imported before anything is trained, here and wherever members are. @default [] */
  readonly modules?: readonly string[];
  /** The hold on the run: with it, the run can be seen and steered through its store. */
  readonly hold?: RunHold;
  /** Versions and hardware, for `run.json`. @default what a page knows of them */
  readonly environment?: RunEnvironment;
}

/** What a training has left; `Model` is the class of its ensemble. */
export interface TrainResult<Model extends Ensemble = Ensemble> extends Omit<RunOutcome, 'content'> {
  /** Of the members that finished; null if none did. */
  readonly ensemble: Model | null;
}

/** Options for resuming a run. */
export interface ResumeOptions extends ReliabilityOptions {
  /** The dataset that the run was begun with; not needed if the run is complete. */
  readonly dataset: Dataset;
  /** @default as many as before */
  readonly workers?: number;
  /** Receives what happens, as `convoy train --json` prints it. */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Stops the run at the members' next batch; what is finished is kept. */
  readonly signal?: AbortSignal;
}

/**
 * Trains an ensemble from its beginning. `out` is not looked at: `ports.store` says where the run is kept.
 * @throws {EnsembleError | CoreError | KernelsError} if an option cannot work, or a value cannot be written
 */
export async function trainOn(ports: TrainPorts, options: TrainEnsembleOptions): Promise<TrainResult> {
  return withEnsemble(await trainRun(ports, await planOn(ports, options)), options, portable);
}

/**
 * Resumes a run from its store, which `ports` must name. It ends with the same bits as if it had never been interrupted. A
 * complete run is read back, and nothing is trained.
 * @throws {EnsembleError} `run-changed`, saying what differs; `unreadable`
 * @throws {CoreError} `newer-version`
 */
export async function resumeOn(
  ports: TrainPorts & { readonly store: RunStore },
  options: ResumeOptions,
): Promise<TrainResult> {
  const complete = await readComplete(ports.store);
  if (complete !== null) return withEnsemble(complete, complete.manifest.configuration, portable);
  const outcome = await resumeRun(ports, options);
  return withEnsemble(outcome, outcome.manifest.configuration, portable);
}

const portable = (content: EnsembleContent, options: EnsembleOptions) => new Ensemble(content, options);

/** The result for a caller, with the ensemble as a class of its choice. */
export function withEnsemble<Model extends Ensemble>(
  { content, run, members, metrics, failed, stopped, succeeded, seconds }: RunOutcome,
  { backend, kernels }: EnsembleOptions,
  create: (content: EnsembleContent, options: EnsembleOptions) => Model,
): TrainResult<Model> {
  const options = { ...(backend && { backend }), ...(kernels && { kernels }) };
  return {
    ensemble: content && create(content, options),
    run,
    members,
    metrics,
    failed,
    stopped,
    succeeded,
    seconds,
  };
}

/** Everything of a run that can be known, and refused, before anything is written. */
export function planOn(
  { environment, modules }: TrainPorts,
  options: TrainEnsembleOptions,
): Promise<RunPlan> {
  return planRun(options, contextOf(environment ?? pageEnvironment(), modules));
}

/** Conducts a new run. */
export async function trainRun(ports: TrainPorts, plan: RunPlan): Promise<RunOutcome> {
  if (ports.store !== undefined) await requireNoRun(ports.store);
  return conductRun(completed(ports), plan);
}

/** The caller has made sure that the run is not complete. */
export async function resumeRun(
  ports: TrainPorts & { readonly store: RunStore },
  { dataset, ...given }: ResumeOptions,
): Promise<RunOutcome & { readonly manifest: RunManifest }> {
  const { store } = ports;
  const manifest = await readManifestIn(store);
  requireSameDataset(store.name, manifest, dataset);
  const full = completed(ports);
  const context = contextOf(full.environment, ports.modules ?? manifest.modules);
  const startFrom = manifest.configuration.startFrom && (await readStart(store));
  const plan = await planRun(
    { ...optionsOf(manifest, dataset), ...(startFrom && { startFrom }), ...given },
    { ...context, backend: manifest.backend.name },
  );
  const reopened = reopenRun(store.name, manifest);
  const whole = await readWhole(store, manifest);
  if (whole.state === 'unfinished' && whole.warning !== null) reopened.warnings.push(whole.warning);
  return { ...(await conductRun(full, plan, reopened)), manifest };
}

/** Whether it is the one that the run began with shows where run.json is compared. */
async function readStart(store: RunStore): Promise<Uint8Array> {
  const bytes = await store.read(START_KEY);
  if (bytes !== null) return bytes;
  throw new EnsembleError(
    'unreadable',
    `cannot read ${locationOf(store, START_KEY)}, the weights that members start from: there is no such file`,
  );
}

/** What a complete run has left; null if there is something left to train. */
export async function readComplete(
  store: RunStore,
): Promise<(RunOutcome & { readonly manifest: RunManifest }) | null> {
  const manifest = await readManifestIn(store);
  const whole = await readWhole(store, manifest);
  if (whole.state !== 'complete') return null;
  const { ensemble: metrics = null, members = [], failed = [], seconds = 0 } = manifest.result ?? {};
  return {
    content: whole.content,
    run: store.name,
    members,
    metrics,
    failed,
    stopped: false,
    succeeded: members.length >= manifest.reliability.minMembers,
    seconds,
    manifest,
  };
}

function completed({ executor, store, hold, environment }: TrainPorts): RunPorts {
  return {
    executor,
    // Members pass their weights on through a store, also where nothing is kept.
    store: store ?? memoryStore(),
    isKept: store !== undefined,
    hold: hold ?? null,
    environment: environment ?? pageEnvironment(),
  };
}

function contextOf({ hardware }: RunEnvironment, modules: readonly string[] = []) {
  return { modules, processors: hardware.cores };
}

async function requireNoRun(store: RunStore): Promise<void> {
  if ((await store.read(MANIFEST_KEY)) === null) return;
  throw new EnsembleError(
    'out-not-empty',
    `store: expected one without a run, got one that holds ${locationOf(store, MANIFEST_KEY)}. Resume it, or use another one`,
  );
}
