// Goes on with a run that was interrupted.

import type { Dataset } from '@convoy/core';
import { Ensemble } from './ensemble.node.ts';
import type { TrainEvent } from './events.ts';
import { createThreadExecutor } from './pool/threadExecutor.node.ts';
import type { ReliabilityOptions } from './reliability.ts';
import { type CreateExecutor, conductRun, type TrainResult } from './run/conductRun.node.ts';
import { isComplete } from './run/isComplete.node.ts';
import type { RunManifest } from './run/manifest.ts';
import { planRun } from './run/planRun.node.ts';
import { readManifest } from './run/readRun.node.ts';
import { optionsOf, reopenRun, requireSameDataset } from './run/reopenRun.node.ts';
import { openRunDirectory } from './run/runDirectory.node.ts';

/** What `resumeEnsemble` is told. */
export interface ResumeOptions extends ReliabilityOptions {
  /** The data set that the run was begun with; not needed where the run is complete. */
  readonly dataset: Dataset;
  /** @default as many as before */
  readonly workers?: number;
  /** Told what happens, as `convoy train --json` prints it. */
  readonly onEvent?: (event: TrainEvent) => void;
  /** Stops the run at the members' next batch; what is finished is kept. */
  readonly signal?: AbortSignal;
}

/**
 * Goes on with a run that was stopped, killed or cut off, from its members' last checkpoints. It ends with the same bits
 * as if it had never been interrupted. A run that is complete is read back, and nothing is trained.
 *
 * @param run its directory
 * @throws {EnsembleError} `run-changed`, saying what differs, if the data, the configuration or a member's files are not
 *   those that it began with; `run-locked` if another process works on it; `not-a-run`; `unreadable`
 * @throws {CoreError} `newer-version` if a newer Convoy wrote it
 * @example
 * const { ensemble } = await resumeEnsemble('runs/a', { dataset: await loadDataset('mnist') });
 */
export function resumeEnsemble(run: string, options: ResumeOptions): Promise<TrainResult> {
  return resumeOn(createThreadExecutor, run, options);
}

/** Goes on with a run on an executor of the caller's choice. */
export async function resumeOn(
  createExecutor: CreateExecutor,
  run: string,
  { dataset, ...given }: ResumeOptions,
): Promise<TrainResult> {
  // Without a lock: a complete run may lie where nothing can be written.
  const found = await readManifest(run);
  if (await isComplete(run, found)) return readComplete(run, found);
  requireSameDataset(run, found, dataset);
  const directory = await openRunDirectory(run);
  try {
    // Again: until the lock was taken, another process may have gone on with it, to its end even.
    const manifest = await readManifest(run);
    if (await isComplete(run, manifest)) return await readComplete(run, manifest);
    const reopened = await reopenRun(directory, manifest);
    const plan = await planRun({ ...optionsOf(manifest, dataset), ...given }, manifest.backend.name);
    return await conductRun(createExecutor, plan, directory, reopened);
  } finally {
    await directory.close();
  }
}

async function readComplete(run: string, manifest: RunManifest): Promise<TrainResult> {
  const { configuration, reliability, result } = manifest;
  const { backend, kernels } = configuration;
  const { ensemble: figures = null, members = [], failed = [], seconds = 0 } = result ?? {};
  const ensemble = figures && (await Ensemble.load(run, { backend, kernels }));
  const succeeded = members.length >= reliability.minMembers;
  return { ensemble, run, members, figures, failed, stopped: false, succeeded, seconds };
}
