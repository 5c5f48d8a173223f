// Steering a run through its directory: here from the same process, which makes no difference to files.

import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endless, recordEvents, smallRun } from '../testing/smallRun.ts';
import { trainEnsemble } from '../trainEnsemble.node.ts';
import { controlRun } from './controlRun.node.ts';
import { runStatus } from './runStatus.node.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-control-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a run is paused, tells so, is continued and stopped, and has no more files than before', async () => {
  const record = recordEvents();
  const out = folder;
  const training = trainEnsemble({ ...smallRun, epochs: endless, out, onEvent: record.onEvent });
  await Promise.race([record.until(({ event }) => event === 'epoch'), training]);

  await controlRun(out, 'pause');
  // A line of progress that was on its way may still come after it.
  expect(record.of('paused')).toHaveLength(1);
  const paused = await runStatus(out);
  expect(paused).toMatchObject({ state: 'paused', process: { pid: process.pid }, epochs: endless });
  expect(paused.members.map(({ phase }) => phase)).toEqual(['training', 'training', 'waiting']);
  // One of them has finished an epoch; the other may not have said anything yet.
  expect(paused.members.map(({ loss }) => loss)).toContainEqual(expect.any(Number));
  const before = record.events.length;
  await setTimeout(500);
  expect(record.events.length).toBe(before);

  await controlRun(out, 'continue');
  expect((await runStatus(out)).state).toBe('running');
  await record.until(({ event }) => event === 'epoch');

  // A paused run stops as well.
  await controlRun(out, 'pause');
  await controlRun(out, 'stop');
  expect((await training).stopped).toBe(true);
  expect((await readdir(out)).sort()).toEqual(['members', 'run.json']);
  const stopped = await runStatus(out);
  expect(stopped).toMatchObject({ state: 'interrupted', process: null });
  expect(stopped.members[0]?.epoch).toBeGreaterThan(1);
  await expect(controlRun(out, 'pause')).rejects.toMatchObject({ code: 'not-running' });
});

test('a run whose directory is moved while it trains ends with an error, and writes no ensemble', async () => {
  const record = recordEvents();
  const [out, moved] = [join(folder, 'run'), join(folder, 'moved')];
  const training = trainEnsemble({ ...smallRun, epochs: endless, out, onEvent: record.onEvent });
  const ended = expect(training).rejects.toMatchObject({ code: 'run-locked' });
  await record.until(({ event }) => event === 'epoch');
  await rename(out, moved);
  await ended;
  expect(await readdir(moved)).toContain('run.json');
  expect(await readdir(moved)).not.toContain('ensemble.convoy');
});

test('a request that an earlier process left behind is not obeyed', async () => {
  const record = recordEvents();
  const training = trainEnsemble({ ...smallRun, epochs: 20, out: folder, onEvent: record.onEvent });
  await record.until(({ event }) => event === 'start');
  await mkdir(join(folder, 'control'));
  await writeFile(join(folder, 'control', '000000000000001-x.request'), 'stop');
  expect((await training).stopped).toBe(false);
});

test('the status of a complete run is that of its files', async () => {
  const { metrics, members } = await trainEnsemble({ ...smallRun, members: 2, out: folder });
  const status = await runStatus(folder);
  expect(status).toMatchObject({ state: 'complete', process: null, ensemble: metrics });
  expect(status.members).toMatchObject(members.map((metrics) => ({ phase: 'done', epoch: 2, metrics })));
});
