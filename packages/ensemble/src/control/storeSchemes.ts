// Runs that are kept elsewhere than in a folder: `s3://bucket/prefix/name`. What opens them is registered by the scheme of
// their URL, and loaded when the first one is opened.

import { EnsembleError } from '../errors.ts';
import type { RunStore } from '../store/runStore.ts';
import type { RunLock } from './hold.ts';
import type { LockHolder } from './holder.node.ts';

/** Opens and locks the runs whose URLs begin with one scheme. */
export interface StoreScheme {
  /**
   * The store of a run.
   * @throws {EnsembleError} `invalid-option` if the URL names none
   */
  open(url: string): Promise<RunStore>;
  /**
   * Takes a run, so that no other process works on it.
   * @throws {EnsembleError} `run-locked`, saying by whom
   */
  lock(url: string): Promise<RunLock>;
  /** Who works on a run now; null if nobody does. */
  holder(url: string): Promise<LockHolder | null>;
}

const schemes = new Map<string, () => Promise<StoreScheme>>();

/**
 * Registers what opens runs of a scheme: wherever a run directory may stand, a URL of it may stand, too.
 * @param scheme without its colon
 * @param load called once, for the first URL of the scheme
 * @example
 * defineStoreScheme('vault', async () => (await import('./vaultScheme.ts')).vaultScheme);
 */
export function defineStoreScheme(scheme: string, load: () => Promise<StoreScheme>): void {
  let loaded: Promise<StoreScheme> | undefined;
  schemes.set(scheme, () => {
    loaded ??= load();
    return loaded;
  });
}

/** Whether a run is named by a URL rather than by a path. */
export function isRunUrl(run: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(run);
}

/** @throws {EnsembleError} `invalid-option` if nobody has registered the URL's scheme */
export async function schemeOf(url: string): Promise<StoreScheme> {
  const name = url.slice(0, url.indexOf(':')).toLowerCase();
  const scheme = await schemes.get(name)?.();
  if (scheme) return scheme;
  const known = schemes.size === 0 ? 'a folder' : `a folder or ${[...schemes.keys()].join(', ')}://…`;
  throw new EnsembleError('invalid-option', `run: expected ${known}, got ${url}`);
}
