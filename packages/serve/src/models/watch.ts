// Whether a run on disk was replaced. Its file is asked for its times rather than watched: that works on every file
// system, network mounts and renamed directories included.

import { type Stats, unwatchFile, watchFile } from 'node:fs';
import { join } from 'node:path';

const intervalMilliseconds = 500;

/** Calls back when the ensemble of a run is another file, or has changed. */
export function watchRun(run: string, onChange: () => void): { stop(): void } {
  const file = run.endsWith('.convoy') ? run : join(run, 'ensemble.convoy');
  const listener = (now: Stats, before: Stats) => {
    const isGone = now.nlink === 0; // Between two renames, or for good: the old one stays.
    if (!isGone && (now.mtimeMs !== before.mtimeMs || now.size !== before.size || now.ino !== before.ino)) {
      onChange();
    }
  };
  watchFile(file, { interval: intervalMilliseconds, persistent: false }, listener);
  return { stop: () => unwatchFile(file, listener) };
}
