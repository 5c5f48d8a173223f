import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { requireRun } from './requireRun.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'convoy-runs-'));
  mkdirSync(join(root, 'a'));
  writeFileSync(join(root, 'a/run.json'), '{}');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('a path without a run gets the runs that there are', async () => {
  await expect(requireRun(join(root, 'a'))).resolves.toBeUndefined();
  await expect(requireRun(join(root, 'b'))).rejects.toMatchObject({
    message: `no such run: ${join(root, 'b')}`,
    hint: expect.stringContaining(join(root, 'a')),
  });
  await expect(requireRun(root)).rejects.toMatchObject({
    message: `not a run: ${root} holds no run.json`,
    hint: expect.stringContaining(join(root, 'a')),
  });
});

it.skipIf(process.getuid?.() === 0)(
  'a run that may not be read is not said to be missing (root may read all)',
  async () => {
    chmodSync(join(root, 'a'), 0);
    await expect(requireRun(join(root, 'a'))).rejects.toMatchObject({
      message: `run cannot be read: ${join(root, 'a')}`,
      hint: expect.stringContaining('Permission is denied'),
    });
    chmodSync(join(root, 'a'), 0o700);
  },
);
