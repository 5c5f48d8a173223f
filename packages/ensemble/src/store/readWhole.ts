// Whether a run that says it is complete really is: its ensemble is read, and compared with what the run says of it.

import { EnsembleError, messageOf } from '../errors.ts';
import type { EnsembleContent } from '../file/content.ts';
import { decodeEnsemble } from '../file/decode.ts';
import { isDamage } from './checkpoints.ts';
import { isCompleteIn } from './isComplete.ts';
import { ENSEMBLE_KEY } from './keys.ts';
import type { RunManifest } from './manifest.ts';
import { readEnsembleIn } from './readRun.ts';
import { locationOf, type RunStore } from './runStore.ts';

export type WholeRun =
  /** `content` is null for a run of which no member finished. */
  | { readonly state: 'complete'; readonly content: EnsembleContent | null }
  /** Something is left to train, or to make anew; `warning` says what is damaged. */
  | { readonly state: 'unfinished'; readonly warning: string | null };

/**
 * Reads a complete run's ensemble. One that is damaged, or of another run, counts as missing: the run makes it again from
 * its members' files.
 * @throws {EnsembleError} `unreadable`
 * @throws {CoreError} `newer-version`
 */
export async function readWhole(store: RunStore, manifest: RunManifest): Promise<WholeRun> {
  if (!(await isCompleteIn(store, manifest))) return { state: 'unfinished', warning: null };
  if (!manifest.result?.ensemble) return { state: 'complete', content: null };
  const bytes = await readEnsembleIn(store);
  try {
    const content = decodeEnsemble(bytes);
    requireOwn(content, manifest);
    return { state: 'complete', content };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const file = locationOf(store, ENSEMBLE_KEY);
    return {
      state: 'unfinished',
      warning: `${file} cannot be used: ${messageOf(error)}; it is made again from the members' files`,
    };
  }
}

function requireOwn({ dataset, members }: EnsembleContent, manifest: RunManifest): void {
  const seeds = new Map(manifest.members.map(({ member, seed }) => [member, seed]));
  const expected = manifest.result?.members.map(({ member, accuracy }) => [
    member,
    seeds.get(member),
    accuracy,
  ]);
  const found = members.map(({ member, seed, accuracy }) => [member, seed, accuracy]);
  const isOwn =
    dataset.sha256 === manifest.dataset.sha256 && JSON.stringify(found) === JSON.stringify(expected);
  if (!isOwn) throw new EnsembleError('wrong-content', 'it is the ensemble of another run');
}
