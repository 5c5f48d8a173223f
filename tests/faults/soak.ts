// The kill test for as long as one likes: `pnpm test:soak --minutes 10` or `--kills 200`, `--seed 3`. Prints what it has
// killed, and exits with 1 as soon as a run ends with other bits.

import { parseArgs } from 'node:util';
import { workFolder } from '../cli/convoy.ts';
import { killProcesses, killWorkers } from './killing.ts';
import { uninterrupted, writeConfiguration } from './smallRun.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string', default: String(Date.now()) },
  },
});
const minutes = Number(values.minutes ?? (values.kills === undefined ? 10 : Number.POSITIVE_INFINITY));
const limit = Number(values.kills ?? Number.POSITIVE_INFINITY);
if (!(minutes > 0 && limit > 0)) {
  console.error('usage: pnpm test:soak [--minutes N] [--kills N] [--seed N]');
  process.exit(2);
}

const { path: folder, remove } = workFolder();
const begin = performance.now();
console.log(`seed ${values.seed}, ${Number.isFinite(limit) ? `${limit} kills` : `${minutes} minutes`}`);
try {
  await writeConfiguration(folder);
  const whole = await uninterrupted(folder);
  /** Half of the time, or of the kills, for each kind. */
  const goOn = (share: number, before: number) => (kills: number) =>
    performance.now() - begin < share * minutes * 60_000 && before + kills < share * limit;
  const shared = { folder, ...whole, seed: Number(values.seed) };
  const processes = await killProcesses({ ...shared, more: goOn(0.5, 0) });
  console.log(`${processes.kills} SIGKILLs of processes over ${processes.runs} runs: bit-identical`);
  const workers = await killWorkers({ ...shared, more: goOn(1, processes.kills) });
  console.log(`${workers.kills} kills of workers over ${workers.runs} runs: bit-identical`);
} finally {
  remove();
}
