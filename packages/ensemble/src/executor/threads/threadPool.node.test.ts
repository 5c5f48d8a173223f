// Real threads that really die.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { EnsembleError } from '../../errors.ts';
import { createThreadPool, type ThreadPool } from './threadPool.node.ts';

const tasks = new URL('./tasks.ts', import.meta.url).href;
let folder: string;
let worker: string;
let broken: string;
let pool: ThreadPool;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-pool-'));
  worker = join(folder, 'worker.mjs');
  broken = join(folder, 'broken.mjs');
  await writeFile(
    worker,
    `import { pbkdf2Sync } from 'node:crypto';
    import { resourceLimits } from 'node:worker_threads';
    import { packResult } from ${JSON.stringify(tasks)};
    export async function performMember(task) {
      switch (task.do) {
        case 'answer': return packResult({ weights: [{ name: 'a', data: Float32Array.of(1.5, -2) }] });
        case 'tell limits': return packResult(resourceLimits);
        case 'throw': throw new Error('the loss is not finite');
        case 'exit': process.exit(7);
        case 'wait': await new Promise((resolve) => setTimeout(resolve, 60_000)); return packResult(null);
        case 'hash for a second': {
          Atomics.store(task.begun, 0, 1);
          Atomics.notify(task.begun, 0);
          for (;;) pbkdf2Sync('password', 'salt', 1_000_000, 64, 'sha512');
        }
        case 'fill memory': for (const all = []; ; ) all.push(new Array(1e6).fill({}).map(() => ({})));
      }
    }`,
  );
  await writeFile(broken, `throw new Error('cannot load this');`);
});
afterEach(() => pool.close());
afterAll(() => rm(folder, { recursive: true }));

const start = (what: string) => pool.start<unknown>('performMember', { do: what }).result;

test('results come back with typed arrays as typed arrays', async () => {
  pool = createThreadPool(1, worker);
  expect(await start('answer')).toEqual({ weights: [{ name: 'a', data: Float32Array.of(1.5, -2) }] });
});

test('a task that throws rejects with what it threw, and its worker goes on', async () => {
  pool = createThreadPool(1, worker);
  await expect(start('throw')).rejects.toThrow(
    expect.objectContaining({ code: 'worker-failed', message: 'the loss is not finite' }),
  );
  await expect(start('answer')).resolves.toBeDefined();
});

test('a worker that calls process.exit fails its own task only, and is replaced', async () => {
  pool = createThreadPool(2, worker);
  const [exited, ...others] = await Promise.allSettled([start('exit'), start('answer'), start('answer')]);
  expect(exited).toMatchObject({ status: 'rejected', reason: { message: 'worker exited with code: 7' } });
  expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  expect(pool.threads).toHaveLength(2);
});

test('a thread that is killed while it works rejects its task, and the next task gets a new thread', async () => {
  pool = createThreadPool(1, worker);
  await start('answer');
  const waiting = start('wait');
  await pool.threads[0]?.terminate();
  await expect(waiting).rejects.toBeInstanceOf(EnsembleError);
  await expect(start('answer')).resolves.toBeDefined();
});

test('a task that is killed settles at once, though its code would go on for a minute', async () => {
  pool = createThreadPool(1, worker);
  const task = pool.start('performMember', { do: 'wait' });
  task.kill();
  await expect(task.result).rejects.toThrow(/did not answer/);
  await expect(start('answer')).resolves.toBeDefined();
});

test('young objects are limited in every pool, also in one with limits of its own', async () => {
  pool = createThreadPool(1, worker, { maxOldGenerationSizeMb: 200 });
  expect(await start('tell limits')).toMatchObject({
    maxYoungGenerationSizeMb: 16,
    maxOldGenerationSizeMb: 200,
  });
});

test('a worker that runs out of memory fails its own task only', async () => {
  pool = createThreadPool(2, worker, { maxOldGenerationSizeMb: 32 });
  const [full, other] = await Promise.allSettled([start('fill memory'), start('answer')]);
  expect(full).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(/memory/) } });
  expect(other?.status).toBe('fulfilled');
});

test('workers that cannot start fail every task instead of leaving it in the queue', async () => {
  pool = createThreadPool(2, broken);
  const all = await Promise.allSettled(Array.from({ length: 6 }, () => start('answer')));
  expect(all.map(({ status }) => status)).toEqual(Array(6).fill('rejected'));
  await expect(start('answer')).rejects.toThrow(/cannot load this/);
});

test('closing waits for a thread that was killed but is still in a native call', async () => {
  pool = createThreadPool(1, worker);
  const begun = new Int32Array(new SharedArrayBuffer(4));
  const task = pool.start('performMember', { do: 'hash for a second', begun });
  await Atomics.waitAsync(begun, 0, 0).value;
  const [killed] = pool.threads;
  task.kill();
  await expect(task.result).rejects.toThrow();
  await pool.close();
  // Node's number of a thread that has exited.
  expect(killed?.threadId).toBe(-1);
  expect(pool.threads).toHaveLength(0);
});

test('closing rejects what still runs and leaves no thread', async () => {
  pool = createThreadPool(2, worker);
  const waiting = Promise.allSettled([start('wait'), start('wait'), start('wait')]);
  await pool.close();
  expect((await waiting).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
  expect(pool.threads).toHaveLength(0);
});
