// Resumes a run that was interrupted.

import { inDirectory, openRunDirectory } from './control/runDirectory.node.ts';
import { openRunStore } from './control/runLocation.node.ts';
import { nodeEnsemble } from './ensemble.node.ts';
import { requireSameDataset } from './run/reopenRun.ts';
import {
  type ResumeOptions as PortableOptions,
  readComplete,
  resumeRun,
  withEnsemble,
} from './run/trainOn.ts';
import { readManifestIn } from './store/readRun.ts';
import type { RunStore } from './store/runStore.ts';
import { nodePorts, type PortOptions, type TrainResult } from './trainEnsemble.node.ts';

/** Options for `resumeEnsemble`. */
export interface ResumeOptions extends PortableOptions, PortOptions {}

/**
 * Resumes a run that was stopped, killed or cut off, from its members' last checkpoints. It ends with the same bits as if
 * it had never been interrupted. A complete run is read back, and nothing is trained.
 *
 * @param run its directory, a URL that stands for one, or its store, which nothing locks: one process at a time may use it
 * @throws {EnsembleError} `run-changed`, saying what differs, if the data, the configuration or a member's files are not
 *   those that it began with; `run-locked` if another process works on it; `not-a-run`; `unreadable`
 * @throws {CoreError} `newer-version` if a newer Convoy wrote it
 * @example
 * const { ensemble } = await resumeEnsemble('runs/a', { dataset: await loadDataset('mnist') });
 */
export async function resumeEnsemble(
  run: string | RunStore,
  { executor, modules, ...options }: ResumeOptions,
): Promise<TrainResult> {
  const store = typeof run === 'string' ? await openRunStore(run) : run;
  const ports = { ...nodePorts(executor, modules), store };
  // Without a lock: a complete run may lie where nothing can be written.
  const complete = await readCompleteRun(store);
  if (complete !== null) return complete;
  if (typeof run !== 'string') return resumed(await resumeRun(ports, options));
  requireSameDataset(run, await readManifestIn(store), options.dataset);
  const directory = await openRunDirectory(run);
  const warn = (message: string) => options.onEvent?.({ event: 'warning', message });
  return inDirectory(directory, warn, async () => {
    // Again: until the lock was taken, another process may have resumed it, to its end even.
    const done = await readCompleteRun(store);
    if (done !== null) return done;
    return resumed(await resumeRun({ ...ports, hold: directory.lock }, options));
  });
}

async function readCompleteRun(store: RunStore): Promise<TrainResult | null> {
  const complete = await readComplete(store);
  return complete && resumed(complete);
}

function resumed(outcome: Awaited<ReturnType<typeof resumeRun>>): TrainResult {
  return withEnsemble(outcome, outcome.manifest.configuration, nodeEnsemble);
}
