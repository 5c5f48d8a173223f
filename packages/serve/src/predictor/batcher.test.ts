import { expect, test } from 'vitest';
import { createBatcher, type Waiting } from './batcher.ts';

/** A batcher whose batches end when a test says so. */
function controlled(options: {
  maxBatch: number;
  maxDelay: number;
  maxQueue?: number;
  concurrency?: number;
}) {
  const batches: { names: string[]; end: () => void }[] = [];
  const batcher = createBatcher<string, string>({
    maxQueue: 100,
    concurrency: 1,
    ...options,
    execute: (batch) =>
      new Promise((resolve) =>
        batches.push({
          names: batch.map(({ work }) => work),
          end: () =>
            resolve(() => {
              for (const { work, resolve } of batch) resolve(work);
            }),
        }),
      ),
  });
  return { batcher, batches, names: () => batches.map(({ names }) => names.join('')) };
}

function waiting(work: string, rows = 1): Waiting<string, string> {
  return { work, rows, resolve: () => {}, reject: () => {} };
}

const turn = (milliseconds = 0) => new Promise((resolve) => setTimeout(resolve, milliseconds));

test('what comes in one turn of the event loop is one batch, up to its rows', async () => {
  const { batcher, batches, names } = controlled({ maxBatch: 4, maxDelay: 0 });
  for (const [name, rows] of [
    ['a', 1],
    ['b', 2],
    ['c', 2],
  ] as const)
    batcher.add([waiting(name, rows)]);
  await turn(5);
  expect(names()).toEqual(['ab']); // c has no room: rows count, not requests.
  batches[0]?.end();
  await turn(5);
  expect(names()).toEqual(['ab', 'c']);
});

test('a full batch starts at once, one that is not full when its first row has waited long enough', async () => {
  const { batcher, names } = controlled({ maxBatch: 2, maxDelay: 60_000, concurrency: 2 });
  batcher.add([waiting('a')]);
  await turn(5);
  expect(names()).toEqual([]);
  batcher.add([waiting('b')]);
  await turn(5);
  expect(names()).toEqual(['ab']);

  const short = controlled({ maxBatch: 2, maxDelay: 10 });
  short.batcher.add([waiting('a')]);
  await expect.poll(short.names).toEqual(['a']);
});

test('while all workers are busy the next batch grows', async () => {
  const { batcher, batches, names } = controlled({ maxBatch: 8, maxDelay: 0 });
  batcher.add([waiting('a')]);
  await turn(5);
  for (const name of 'bcd') {
    batcher.add([waiting(name)]);
    await turn(2);
  }
  batches[0]?.end();
  await turn(5);
  expect(names()).toEqual(['a', 'bcd']);
});

test('a worker that is free gets its next batch before the answers of the last one are handed out', async () => {
  const { batcher, batches, names } = controlled({ maxBatch: 1, maxDelay: 0 });
  const seen: string[] = [];
  batcher.add([{ ...waiting('a'), resolve: () => void seen.push(...names()) }, waiting('b')]);
  await turn(5);
  expect(names()).toEqual(['a']);
  batches[0]?.end();
  await turn(5);
  expect(seen).toEqual(['a', 'b']);
});

test('a full queue refuses, and has room again for what was taken out', async () => {
  const { batcher, names } = controlled({ maxBatch: 2, maxDelay: 20, maxQueue: 3 });
  const [a, b] = [waiting('a', 2), waiting('b', 1)];
  batcher.add([a, b]);
  expect(() => batcher.add([waiting('c')])).toThrow('queue: 3 rows wait already, at most 3 may');
  batcher.remove([a]);
  expect(batcher.queued).toBe(1);
  batcher.add([waiting('c')]);
  await expect.poll(names).toEqual(['bc']);
  batcher.remove([b]);
  expect(batcher.queued).toBe(0);
});
