// What a run directory holds, by its path.

import { basename, dirname } from 'node:path';
import { openRunStore } from './control/runLocation.node.ts';
import { isRunUrl } from './control/storeSchemes.ts';
import { EnsembleError } from './errors.ts';
import { isFolder } from './store/fileStore.node.ts';
import { ENSEMBLE_KEY } from './store/keys.ts';
import type { RunManifest } from './store/manifest.ts';
import { type MemberHistory, readHistoriesIn } from './store/readHistories.ts';
import { readEnsembleIn, readManifestIn } from './store/readRun.ts';
import { readWhole } from './store/readWhole.ts';
import { locationOf } from './store/runStore.ts';

/**
 * Reads a run's `run.json`.
 * @throws {EnsembleError} `unreadable` if the path is no run directory, or of a newer version
 */
export async function readManifest(run: string): Promise<RunManifest> {
  return readManifestIn(await openRunStore(run));
}

/**
 * Whether a run has nothing left to train: it ended, every member finished or would diverge again, and its ensemble is
 * there, whole, and its own.
 * @throws {EnsembleError} `unreadable`
 * @throws {CoreError} `newer-version`
 */
export async function isComplete(run: string, manifest: RunManifest): Promise<boolean> {
  return (await readWhole(await openRunStore(run), manifest)).state === 'complete';
}

/**
 * The histories of a run's finished members, in the order of their numbers.
 * @throws {EnsembleError} `unreadable` if one cannot be read
 */
export async function readHistories(run: string): Promise<MemberHistory[]> {
  return readHistoriesIn(await openRunStore(run));
}

/** Options in which the path of a run to start from has become its bytes. */
export async function withStartBytes<Options extends { readonly startFrom?: string | Uint8Array }>(
  options: Options,
): Promise<Options> {
  const { startFrom } = options;
  if (typeof startFrom !== 'string' || startFrom === '') return options;
  return { ...options, startFrom: (await readEnsembleBytes(startFrom)).bytes };
}

/**
 * @param path a run directory, its `ensemble.convoy`, or a member's `weights.convoy`
 * @throws {EnsembleError} `unreadable`, or `not-a-run` if the directory holds no ensemble
 */
export async function readEnsembleBytes(path: string): Promise<{ file: string; bytes: Uint8Array }> {
  if (isRunUrl(path) ? !path.endsWith('.convoy') : await isFolder(path)) {
    const store = await openRunStore(path);
    return { file: locationOf(store, ENSEMBLE_KEY), bytes: await readEnsembleIn(store) };
  }
  const bytes = await (await openRunStore(dirname(path))).read(basename(path));
  if (bytes !== null) return { file: path, bytes };
  throw new EnsembleError('unreadable', `cannot read ${path}: there is no such file`);
}
