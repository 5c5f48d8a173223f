// The kill test for as long as one likes: `pnpm test:soak --minutes 10` or `--kills 200`, `--seed 3`. Prints what it has
// killed, and exits with 1 as soon as a run ends with other bits. Before that it gives hostile files to everything that reads
// files, 10,000 per format: `--fuzz N`.

import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { workFolder } from '../cli/convoy.ts';
import { killProcesses, killWorkers } from './killing.ts';
import { uninterrupted, writeConfiguration } from './smallRun.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string', default: String(Date.now()) },
    fuzz: { type: 'string', default: '10000' },
  },
});
const minutes = Number(values.minutes ?? (values.kills === undefined ? 10 : Number.POSITIVE_INFINITY));
const limit = Number(values.kills ?? Number.POSITIVE_INFINITY);
if (!(minutes > 0 && limit > 0)) {
  console.error('usage: pnpm test:soak [--minutes N] [--kills N] [--seed N] [--fuzz N]');
  process.exit(2);
}

fuzz(values.fuzz);

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

/** The fuzz tests with more cases than CI gives them. */
function fuzz(cases: string): void {
  if (Number(cases) === 0) return;
  const { status } = spawnSync('vitest', ['run', '/fuzz.test.ts', '/fuzz.node.test.ts', '/structuredFuzz'], {
    stdio: 'inherit',
    env: { ...process.env, CONVOY_FUZZ: cases },
  });
  if (status !== 0) process.exit(1);
}
