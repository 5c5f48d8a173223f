import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { ENSEMBLE_FILE } from './layout.ts';
import type { RunManifest } from './manifest.ts';

/**
 * Whether nothing is left to train in a run: it came to its end, every member finished or would diverge again, and the
 * ensemble is there.
 */
export async function isComplete(path: string, { result }: RunManifest): Promise<boolean> {
  if (result === undefined || result.stopped) return false;
  if (result.failed.some(({ cause }) => cause !== 'diverged' && cause !== 'unprepared')) return false;
  if (result.ensemble === null) return true;
  return access(join(path, ENSEMBLE_FILE)).then(
    () => true,
    () => false,
  );
}
