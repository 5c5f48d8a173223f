// A run that is killed at any moment, any number of times, ends with the same bits. A longer one: `pnpm test:soak`.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { workFolder } from '../cli/convoy.ts';
import { killProcesses, killWorkers } from './killing.ts';
import { type Uninterrupted, uninterrupted, writeConfiguration } from './smallRun.ts';

const PROCESS_KILLS = 18;
const WORKER_KILLS = 8;

const { path: folder, remove } = workFolder();
let whole: Uninterrupted;
beforeAll(async () => {
  await writeConfiguration(folder);
  whole = await uninterrupted(folder);
});
afterAll(remove);

test(`runs whose process is killed with SIGKILL, ${PROCESS_KILLS} times in all, end bit-identical`, async () => {
  const more = (kills: number) => kills < PROCESS_KILLS;
  const { kills, runs } = await killProcesses({ folder, ...whole, seed: Date.now(), more });
  console.log(`${kills} SIGKILLs over ${runs} runs: every ensemble.convoy is bit-identical`);
  expect(kills).toBe(PROCESS_KILLS);
}, 600_000);

test(`runs whose workers are killed, ${WORKER_KILLS} times in all, end bit-identical`, async () => {
  const more = (kills: number) => kills < WORKER_KILLS;
  const { kills, runs } = await killWorkers({ folder, ...whole, seed: Date.now(), more });
  console.log(`${kills} kills of single workers over ${runs} runs: every ensemble.convoy is bit-identical`);
  expect(kills).toBeGreaterThanOrEqual(WORKER_KILLS);
}, 600_000);
