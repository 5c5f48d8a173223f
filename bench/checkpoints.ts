// What checkpoints cost: `node bench/checkpoints.ts --model lecture-cnn --epochs 3 [--steps N]` trains one network on MNIST
// in this thread, as a member is trained, and prints the part of the time that went into its checkpoints.

import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Callback, EarlyStopping, preset, RMSprop, Sequential } from '@convoy/core';
import { loadDataset } from '@convoy/core/node';
import { createLocalSwitch, MemberSession } from '@convoy/ensemble';
import { fileStore } from '@convoy/ensemble/node';
import { checkpointCallback } from '../packages/ensemble/src/member/checkpoint/callback.ts';
import { identityOf } from '../packages/ensemble/src/member/identity.ts';
import { planRows, rowsOf } from '../packages/ensemble/src/member/rows.ts';
import { createSpecs } from '../packages/ensemble/src/run/createSpecs.ts';
import { resolveOptions } from '../packages/ensemble/src/run/resolveOptions.ts';
import { writeCheckpoint } from '../packages/ensemble/src/store/checkpoints.ts';
import { memberPrefix } from '../packages/ensemble/src/store/keys.ts';

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
const rows = planRows(dataset, 1 / 6);
const data = rowsOf(dataset, rows);
const options = { dataset, model: values.model, members: 1, epochs: Number(values.epochs) };
const shared = { data: rows, modules: [], keepsCheckpoints: true };
const [spec] = createSpecs(resolveOptions(options, 1), shared);
if (spec === undefined) throw new Error('no member');

const folder = await mkdtemp(join(tmpdir(), 'convoy-bench-'));
let seconds = 0;
let checkpoints = 0;
const schedule = { steps: values.steps === undefined ? null : Number(values.steps), minutes: 5 };
const session = new MemberSession(createLocalSwitch(), setImmediate);
const inner = checkpointCallback(schedule, session, async (state) => {
  checkpoints += 1;
  await writeCheckpoint(fileStore(folder), { identity: identityOf(spec), state });
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
const [name = ''] = await readdir(join(folder, memberPrefix(0)));
const { size } = await stat(join(folder, memberPrefix(0), name));
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
