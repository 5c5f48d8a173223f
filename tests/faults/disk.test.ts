// Disks that are full or cannot be written, for real: a small file system in memory, mounted in a namespace of its own.

import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { workFolder } from '../cli/convoy.ts';
import { uninterrupted, writeConfiguration } from './smallRun.ts';

const main = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url));
const canMount =
  spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt'], { stdio: 'ignore' }).status === 0;

/** Half a dozen processes each. */
const TIMEOUT = 300_000;

const { path: folder, remove } = workFolder();
let expected: Buffer;
beforeAll(async () => {
  if (!canMount) return;
  await writeConfiguration(folder);
  ({ expected } = await uninterrupted(folder));
});
afterAll(remove);

/** Runs a script in which `disk` is a file system of its own, and `convoy` the command. */
function onDisk(kilobytes: number, script: string) {
  const convoy = `convoy() { "${process.execPath}" "${main}" "$@"; }`;
  const mount = `mkdir -p disk; mount -t tmpfs -o size=${kilobytes}k tmpfs disk`;
  return spawnSync('unshare', ['-rm', 'sh', '-c', `set -u; ${convoy}; ${mount}; ${script}`], {
    cwd: folder,
    encoding: 'utf8',
  });
}

const skipped = canMount ? '' : ' (skipped: no file system can be mounted here)';

it.skipIf(!canMount)(
  `a full disk ends a run with an error that says so, and with more room it goes on to the same bits${skipped}`,
  () => {
    // Room for run.json and some checkpoints, not for what finished members leave.
    const { stdout, stderr } = onDisk(
      220,
      `convoy train --config run.json --out disk/run >/dev/null; echo "code $?"
      mount -o remount,size=10m disk
      convoy status disk/run
      convoy resume disk/run --no-report >/dev/null; echo "code $?"
      find disk -name '.*.tmp'
      cp disk/run/ensemble.convoy full.convoy`,
    );
    expect(stderr).toMatch(/^convoy: cannot write disk\/run\/members\/.*ENOSPC: no space left on device/);
    expect(stderr).toContain('Once there is room, resume the run: convoy resume disk/run');
    expect(stderr).not.toContain('unexpected');
    expect(stdout).toMatch(/^code 1\ndisk\/run was interrupted.*code 0\n$/s);
    expect(onDisk(100, 'cat full.convoy | cmp - whole/ensemble.convoy && echo same').stdout).toBe('same\n');
    expect(expected.length).toBeGreaterThan(1000);
  },
  TIMEOUT,
);

it.skipIf(!canMount)(
  `a directory that cannot be written is refused, and what is in it stays${skipped}`,
  () => {
    const { stdout, stderr } = onDisk(
      10_000,
      `cp -r whole disk/run
    mount -o remount,ro disk
    convoy train --config run.json --out disk/other; echo "code $?"
    convoy resume disk/run | head -1
    convoy evaluate disk/run --json >/dev/null; echo "code $?"
    mount -o remount,rw disk; rm disk/run/ensemble.convoy; mount -o remount,ro disk
    convoy resume disk/run; echo "code $?"`,
    );
    expect(stdout).toBe('code 1\nThis run is complete: disk/run\ncode 0\ncode 1\n');
    expect(stderr).toMatch(/^convoy: out: cannot use disk\/other as a run directory: EROFS/);
    expect(stderr).toMatch(/\nconvoy: cannot write disk\/run\/run\.lock: EROFS/);
  },
  TIMEOUT,
);
