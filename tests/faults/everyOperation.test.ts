// Kills, I/O errors and power cuts at chosen operations on the disk, over the whole of a run; at every one: `pnpm test:soak`.

import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { workFolder } from '../cli/convoy.ts';
import { afterFault, afterPowerCut, faultsOf, type Recorded, record } from './everyOperation.ts';
import type { Fault } from './operations.ts';
import { survivors } from './powerCut.ts';
import { prepareTinyRun } from './tinyRun.ts';

const lanes = availableParallelism();
const { path: folder, remove } = workFolder();
let recorded: Recorded;
beforeAll(async () => {
  prepareTinyRun(folder);
  recorded = await record(folder);
}, 600_000);
afterAll(remove);

/** About `count` of them, evenly over the whole. */
function some<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, at) => items[Math.floor(at * step)],
  ).filter((item) => item !== undefined);
}

test('a kill before or after any operation leaves a run that ends with the same bits', async () => {
  const cases = (['train', 'resume'] as const).flatMap((command) =>
    some(recorded[command], command === 'train' ? 30 : 14).map(({ thread, at }, index) => ({
      command,
      fault: { thread, at, action: index % 2 === 0 ? 'kill-before' : 'kill-after' } satisfies Fault,
    })),
  );
  const wrong = await faultsOf(cases, lanes, ({ command, fault }) => afterFault(recorded, command, fault));
  console.log(`${cases.length} kills at chosen operations: ${wrong.length} runs went wrong`);
  expect(wrong).toEqual([]);
}, 900_000);

test('an I/O error at any operation is retried or told, and the run can be finished', async () => {
  const cases = (['train', 'resume'] as const).flatMap((command) =>
    some(recorded[command], command === 'train' ? 20 : 10).map(({ thread, at }, index) => ({
      command,
      fault: { thread, at, action: index % 2 === 0 ? 'EIO' : 'ENOSPC' } satisfies Fault,
    })),
  );
  const wrong = await faultsOf(cases, lanes, ({ command, fault }) => afterFault(recorded, command, fault));
  console.log(`${cases.length} I/O errors at chosen operations: ${wrong.length} runs went wrong`);
  expect(wrong).toEqual([]);
}, 900_000);

test('a power cut after any operation leaves a run that ends with the same bits', async () => {
  const counts = some([...recorded.train.keys()], 20);
  const cases = counts.flatMap((count) =>
    (['forgets names', 'keeps names'] as const).map((disk) => ({ count, disk })),
  );
  const wrong = await faultsOf(cases, lanes, ({ count, disk }) => afterPowerCut(recorded, count, disk));
  console.log(`${cases.length} simulated power cuts: ${wrong.length} runs went wrong`);
  expect(wrong).toEqual([]);
}, 900_000);

test('every file and folder of a finished run survives a power cut, also on a disk that forgets names', () => {
  const run = join(folder, 'whole');
  const left = readdirSync(run, { recursive: true, encoding: 'utf8' }).map((name) => join(run, name));
  const kept = survivors(recorded.train, folder, 'forgets names');
  expect(left.filter((path) => !kept.has(path))).toEqual([]);
});
