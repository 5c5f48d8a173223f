// What checkpoints cost: `node bench/checkpoints.ts --model lecture-cnn --epochs 3 [--steps N]` trains one network on MNIST
// in this thread, as a member is trained, and prints the part of the time that went into its checkpoints.

import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Callback, EarlyStopping, preset, RMSprop, Sequential } from '@convoy/core';
import { loadDataset } from '@convoy/core/node';
import { checkpointCallback } from '../packages/ensemble/src/checkpoint/callback.ts';
import { identityOf } from '../packages/ensemble/src/checkpoint/content.ts';
import { writeCheckpoint } from '../packages/ensemble/src/checkpoint/files.node.ts';
import { createJobs } from '../packages/ensemble/src/member/createJobs.ts';
import { MemberSession } from '../packages/ensemble/src/member/session.ts';
import { shareData } from '../packages/ensemble/src/member/shareData.ts';
import { resolveOptions } from '../packages/ensemble/src/resolveOptions.ts';

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'lecture-cnn' },
    epochs: { type: 'string', default: '3' },
    steps: { type: 'string' },
  },
});
const dataset = await loadDataset('mnist');
const model = new Sequential(
  preset(values.model, { imageShape: dataset.imageShape, classes: dataset.classNames.length }),
);
model.compile({ optimizer: RMSprop() });
const data = shareData(dataset, 1 / 6);
const options = { dataset, model: values.model, members: 1, epochs: Number(values.epochs) };
const [job] = createJobs(resolveOptions(options, 1), data);
if (job === undefined) throw new Error('no job');

const folder = await mkdtemp(join(tmpdir(), 'convoy-bench-'));
let seconds = 0;
let checkpoints = 0;
const schedule = { steps: values.steps === undefined ? null : Number(values.steps), minutes: 5 };
const session = new MemberSession(job.control, setImmediate);
const inner = checkpointCallback(schedule, session, async (state) => {
  checkpoints += 1;
  await writeCheckpoint(folder, { identity: identityOf(job), state });
});
/** The callback, with its time. */
const timed: Callback = {
  onBatchEnd: (end, training) => count(() => inner.onBatchEnd?.(end, training)),
  onEpochEnd: (end, training) => count(() => inner.onEpochEnd?.(end, training)),
};
async function count(work: () => void | Promise<void>): Promise<void> {
  const begin = performance.now();
  await work();
  seconds += (performance.now() - begin) / 1000;
}

const begin = performance.now();
await model.fit(data.train, {
  epochs: Number(values.epochs),
  batchSize: 256,
  ...(data.validation && { validationData: data.validation }),
  callbacks: [EarlyStopping({ patience: 99, restoreBestWeights: true }), timed],
});
const total = (performance.now() - begin) / 1000;
const [name = ''] = await readdir(folder);
const { size } = await stat(join(folder, name));
await rm(folder, { recursive: true });
console.log(
  JSON.stringify({
    benchmark: 'checkpoints',
    model: values.model,
    seconds: total,
    checkpoints,
    bytes: size,
    millisecondsEach: (1000 * seconds) / checkpoints,
    share: seconds / total,
  }),
);
