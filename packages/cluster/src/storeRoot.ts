// Where runs lie: a folder or a URL, and the runs by their names under it.

import { join } from 'node:path';
import type { RunStore } from '@convoy/ensemble';
import { isRunUrl, openRunStore } from '@convoy/ensemble/internal/node';
import { ClusterError } from './errors.ts';

/** The root of a store that coordinators and workers share. */
export interface StoreRoot {
  /** What runs have in common: datasets. */
  readonly shared: RunStore;
  /** A run's own store. */
  run(name: string): Promise<RunStore>;
}

/**
 * Opens the store that holds the runs.
 * @param root a folder, or a URL such as `s3://bucket/prefix`
 */
export async function openRoot(root: string): Promise<StoreRoot> {
  return { shared: await openRunStore(root), run: (name) => openRunStore(runUnder(root, name)) };
}

/** Where a run lies: `runs` and `a` are `runs/a`. */
export function runUnder(root: string, name: string): string {
  return isRunUrl(root) ? `${root.replace(/\/+$/, '')}/${name}` : join(root, name);
}

/**
 * The name of a run under the root of a store.
 * @throws {ClusterError} `invalid-option` if it does not lie there
 */
export function nameUnder(root: string, run: string): string {
  const path = isRunUrl(root) ? root.replace(/\/*$/, '/') : join(root, '/');
  const whole = isRunUrl(run) ? run : join(run);
  const name = whole.startsWith(path) ? whole.slice(path.length).replace(/\/+$/, '') : '';
  if (name !== '') return name;
  throw new ClusterError('invalid-option', `store: expected one that holds ${run}, got ${root}`);
}
