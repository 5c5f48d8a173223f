import { ENSEMBLE_KEY } from './keys.ts';
import type { RunManifest } from './manifest.ts';
import type { RunStore } from './runStore.ts';

/**
 * Whether a run has nothing left to train: it ended, every member finished or would diverge again, and the ensemble is
 * there.
 */
export async function isCompleteIn(store: RunStore, { result }: RunManifest): Promise<boolean> {
  if (result === undefined || result.stopped) return false;
  if (result.failed.some(({ cause }) => cause !== 'diverged' && cause !== 'unprepared')) return false;
  if (result.ensemble === null) return true;
  return (await store.list('')).includes(ENSEMBLE_KEY);
}
