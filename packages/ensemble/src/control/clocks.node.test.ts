// Requests to a run when the clocks of its process and of the one that asks are far apart.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fileStore } from '../store/fileStore.node.ts';
import { endless, recordEvents, smallRun } from '../testing/smallRun.ts';
import { trainEnsemble } from '../trainEnsemble.node.ts';
import { controlRun } from './controlRun.node.ts';
import { lockHolder } from './lock.node.ts';
import { waitingRequests, writeRequest } from './requests.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-clocks-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a run is paused and stopped by one whose clock is an hour behind', async () => {
  const record = recordEvents();
  const options = { ...smallRun, members: 1, epochs: endless, out: folder };
  const training = trainEnsemble({ ...options, onEvent: record.onEvent });
  await Promise.race([record.until(({ event }) => event === 'epoch'), training]);
  const now = Date.now.bind(Date);
  const behind = vi.spyOn(Date, 'now').mockImplementation(() => now() - 3_600_000);
  try {
    await controlRun(folder, 'pause');
    expect(record.of('paused')).toHaveLength(1);
    await controlRun(folder, 'stop');
  } finally {
    behind.mockRestore();
  }
  expect((await training).stopped).toBe(true);
});

test('a request for another process is removed without an answer', async () => {
  const record = recordEvents();
  const options = { ...smallRun, members: 1, epochs: endless, out: folder };
  const training = trainEnsemble({ ...options, onEvent: record.onEvent });
  await record.until(({ event }) => event === 'epoch');
  const store = fileStore(folder);
  await writeRequest(store, 'x', { command: 'pause', token: 'of a process that is gone' });
  while ((await waitingRequests(store)).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await store.list('control/')).toEqual([]);
  expect(record.of('paused')).toEqual([]);
  // Nor is one taken for answered that a process with another hold took away.
  const lock = join(folder, 'run.lock');
  const holder = await lockHolder(folder);
  const text = await readFile(lock, 'utf8');
  await writeFile(lock, text.replace(holder?.token ?? '?', 'another'));
  await expect(controlRun(folder, 'pause', { timeoutSeconds: 1 })).rejects.toMatchObject({
    code: 'not-running',
  });
  await writeFile(lock, text);
  await controlRun(folder, 'stop');
  await training;
});
