// The kill test for as long as one likes: `pnpm test:soak --minutes 10` or `--kills 200`, `--seed 3`. Prints what it has
// killed, and exits with 1 as soon as a run ends with other bits. Before that it gives hostile files to everything that reads
// files, 10,000 per format: `--fuzz N`. Then it brings about a kill, an I/O error and a power cut at every operation on the disk
// of a small run: `--operations no` leaves that out.

import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { workFolder } from '../cli/convoy.ts';
import { afterFault, afterPowerCut, faultsOf, record } from './everyOperation.ts';
import { killProcesses, killWorkers } from './killing.ts';
import type { Fault } from './operations.ts';
import { uninterrupted, writeConfiguration } from './smallRun.ts';
import { prepareTinyRun } from './tinyRun.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string', default: String(Date.now()) },
    fuzz: { type: 'string', default: '10000' },
    operations: { type: 'string', default: 'yes' },
  },
});
const minutes = Number(values.minutes ?? (values.kills === undefined ? 10 : Number.POSITIVE_INFINITY));
const limit = Number(values.kills ?? Number.POSITIVE_INFINITY);
if (!(minutes > 0 && limit > 0)) {
  console.error(
    'usage: pnpm test:soak [--minutes N] [--kills N] [--seed N] [--fuzz N] [--operations yes|no]',
  );
  process.exit(2);
}

fuzz(values.fuzz);
if (values.operations === 'yes') await everyOperation();

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

/** A fault at each operation of `train` and `resume`, of which CI tries some. */
async function everyOperation(): Promise<void> {
  const { path, remove } = workFolder();
  try {
    prepareTinyRun(path);
    const recorded = await record(path);
    const lanes = availableParallelism();
    const actions = ['kill-before', 'kill-after', 'EIO', 'ENOSPC'] as const;
    for (const action of actions) {
      const cases = (['train', 'resume'] as const).flatMap((command) =>
        recorded[command].map(({ thread, at }) => ({
          command,
          fault: { thread, at, action } satisfies Fault,
        })),
      );
      const wrong = await faultsOf(cases, lanes, ({ command, fault }) =>
        afterFault(recorded, command, fault),
      );
      conclude(`${cases.length} faults of kind ${action}, one at each operation on the disk`, wrong);
    }
    for (const disk of ['forgets names', 'keeps names'] as const) {
      const counts = [...recorded.train.keys()];
      const wrong = await faultsOf(counts, lanes, (count) => afterPowerCut(recorded, count, disk));
      conclude(`${counts.length} power cuts, one after each operation, on a disk that ${disk}`, wrong);
    }
  } finally {
    remove();
  }
}

function conclude(what: string, wrong: readonly string[]): void {
  if (wrong.length === 0) {
    console.log(`${what}: bit-identical`);
    return;
  }
  console.error(`${what}: ${wrong.length} went wrong\n${wrong.join('\n')}`);
  process.exit(1);
}
