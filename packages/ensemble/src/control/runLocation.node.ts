// A run by its name: a folder's path, or a URL of a registered scheme.

import { fileStore } from '../store/fileStore.node.ts';
import type { RunStore } from '../store/runStore.ts';
import type { LockHolder } from './holder.node.ts';
import { lockHolder } from './lock.node.ts';
import { isRunUrl, schemeOf } from './storeSchemes.ts';

/**
 * The store of a run.
 * @param run a folder, or a URL such as `s3://bucket/prefix/name`
 * @throws {EnsembleError} `invalid-option` for a URL that nothing opens
 */
export async function openRunStore(run: string): Promise<RunStore> {
  return isRunUrl(run) ? (await schemeOf(run)).open(run) : fileStore(run);
}

/** Who works on a run now; null if nobody does. */
export async function runHolder(run: string): Promise<LockHolder | null> {
  return isRunUrl(run) ? (await schemeOf(run)).holder(run) : lockHolder(run);
}
