// Whole runs, in real worker threads.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomCrop, RandomFlip, RMSprop, SGD } from '@convoy/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Ensemble } from './ensemble.node.ts';
import type { ExecutorContext } from './executor/executor.ts';
import { type ThreadExecutor, threadExecutor } from './executor/threads/threadExecutor.node.ts';
import { readManifest } from './readRun.node.ts';
import { endless, recordEvents, smallDataset, smallRun } from './testing/smallRun.ts';
import { trainEnsemble } from './trainEnsemble.node.ts';

let folder: string;
/** The executor of the last run that took `hire`. */
let executor: ThreadExecutor | undefined;
const hire = (context: ExecutorContext) => {
  executor = threadExecutor(context);
  return executor;
};
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-train-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('the same configuration gives the same file, byte for byte, with 1 worker and with 2', async () => {
  const files: Buffer[] = [];
  for (const workers of [1, 2]) {
    const out = join(folder, String(workers));
    await trainEnsemble({ ...smallRun, workers, out });
    files.push(await readFile(join(out, 'ensemble.convoy')));
  }
  expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(true);
  const { ensemble } = await trainEnsemble({ ...smallRun, seed: 8 });
  expect(files[0]?.equals(ensemble?.encode() ?? Buffer.alloc(0))).toBe(false);
});

test('augmentation is told in run.json, changes the members, and depends on no worker', async () => {
  const augmentation = [RandomFlip({ mode: 'horizontal', alternating: true }), RandomCrop({ padding: 2 })];
  const files: Buffer[] = [];
  for (const workers of [1, 2]) {
    const out = join(folder, String(workers));
    await trainEnsemble({ ...smallRun, augmentation, workers, out });
    expect((await readManifest(out)).configuration.augmentation).toEqual(augmentation);
    files.push(await readFile(join(out, 'ensemble.convoy')));
  }
  expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(true);
  const { ensemble } = await trainEnsemble(smallRun);
  expect(files[0]?.equals(ensemble?.encode() ?? Buffer.alloc(0))).toBe(false);
});

test('members differ from each other: each has an initialization and an order of its own', async () => {
  const { members } = await trainEnsemble({ ...smallRun, epochs: 1 });
  expect(new Set(members.map(({ nll }) => nll)).size).toBe(3);
});

test('a run tells its start, every epoch of every member, and the end with the metrics of the result', async () => {
  const record = recordEvents();
  const out = join(folder, 'run');
  const result = await trainEnsemble({ ...smallRun, out, onEvent: record.onEvent });
  expect(record.events[0]).toMatchObject({
    event: 'start',
    run: out,
    members: 3,
    workers: 2,
    epochs: 2,
    trainingImages: 200,
    validationImages: 40,
    backend: 'wasm',
  });
  for (const member of [0, 1, 2]) {
    const story = record.events.filter(
      (event) => 'member' in event && event.member === member && event.event !== 'progress',
    );
    expect(story.map(({ event }) => event)).toEqual(['member-start', 'epoch', 'epoch', 'member-done']);
    expect(story.flatMap((event) => (event.event === 'epoch' ? [event.epoch] : []))).toEqual([1, 2]);
  }
  expect(record.events.at(-1)).toEqual({
    event: 'done',
    run: out,
    ensemble: result.metrics,
    members: result.members,
    failed: [],
    stopped: false,
    seconds: result.seconds,
  });
});

test('a run directory holds the manifest, each member and the ensemble, and loads again', async () => {
  const out = join(folder, 'run');
  const { ensemble, members, metrics } = await trainEnsemble({ ...smallRun, out });
  expect((await readdir(out, { recursive: true })).sort()).toEqual([
    'ensemble.convoy',
    'members',
    ...['00', '01', '02'].flatMap((member) => [
      `members/${member}`,
      `members/${member}/history.json`,
      `members/${member}/predictions.convoy`,
      `members/${member}/weights.convoy`,
    ]),
    'run.json',
  ]);
  expect(await readManifest(out)).toMatchObject({
    configuration: { seed: 7, members: 3, epochs: 2, batchSize: 32 },
    dataset: { name: 'glyphs', sha256: smallDataset.sha256 },
    backend: { name: 'wasm' },
    result: { ensemble: metrics, members, failed: [], stopped: false },
  });
  const loaded = await Ensemble.load(out);
  expect(loaded.encode()).toEqual(ensemble?.encode());
});

test('with no failure allowed, a thread that is killed fails its member; the others finish and are saved', async () => {
  const record = recordEvents();
  const out = join(folder, 'run');
  const run = trainEnsemble({
    executor: hire,
    ...smallRun,
    members: 4,
    epochs: 50,
    maxFailures: 0,
    out,
    onEvent: record.onEvent,
  });
  await Promise.race([record.until(({ event }) => event === 'epoch'), run]);
  await executor?.pool.threads[0]?.terminate();
  const { ensemble, members, failed, stopped } = await run;

  expect(failed).toEqual([
    { member: failed[0]?.member, cause: 'crashed', error: 'worker exited with code: 1' },
  ]);
  expect(record.of('member-failed')).toEqual([{ event: 'member-failed', ...failed[0] }]);
  expect(stopped).toBe(false);
  expect(members.map(({ member }) => member)).toEqual([0, 1, 2, 3].filter((m) => m !== failed[0]?.member));
  expect((await Ensemble.load(out)).encode()).toEqual(ensemble?.encode());
});

test('a thread that is killed is replaced, its member goes on from its checkpoint, and no bit changes', async () => {
  const record = recordEvents();
  const options = { ...smallRun, members: 2, epochs: 8, checkpointSteps: 3 };
  const whole = await trainEnsemble(options);
  let kills = 0;
  const killed = trainEnsemble({
    executor: hire,
    ...options,
    out: join(folder, 'run'),
    onEvent(event) {
      record.onEvent(event);
      // Both threads at once, three times: as often as each member may crash.
      if (event.event !== 'epoch' || ![1, 4].includes(event.epoch) || kills >= 3) return;
      for (const thread of executor?.pool.threads ?? []) void thread.terminate();
      kills += 1;
    },
  });
  const { ensemble, failed, succeeded } = await killed;
  expect({ failed, succeeded }).toEqual({ failed: [], succeeded: true });
  expect(record.of('member-restart').length).toBeGreaterThanOrEqual(2);
  expect(record.of('member-restart')[0]).toMatchObject({ failures: 1, maxFailures: 3 });
  expect(ensemble?.encode()).toEqual(whole.ensemble?.encode());
  for (const member of [0, 1]) {
    const epochs = record.of('epoch').filter((event) => event.member === member);
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  }
});

test('without a directory a member whose thread is killed begins anew', async () => {
  const whole = await trainEnsemble({ ...smallRun, members: 1 });
  const record = recordEvents();
  const { ensemble } = await trainEnsemble({
    executor: hire,
    ...smallRun,
    members: 1,
    onEvent(event) {
      record.onEvent(event);
      if (event.event === 'epoch' && event.epoch === 1) void executor?.pool.threads[0]?.terminate();
    },
  });
  expect(record.of('member-restart')).toHaveLength(1);
  expect(record.of('epoch').map(({ epoch }) => epoch)).toEqual([1, 2]);
  expect(ensemble?.encode()).toEqual(whole.ensemble?.encode());
});

test('a member that crashes too often leaves the ensemble, and too few members are no success', async () => {
  const record = recordEvents();
  // No thread starts, loads and trains a batch in the time that it is given.
  const options = { ...smallRun, members: 1, memberTimeout: 0.02, maxFailures: 2 };
  const { ensemble, failed, succeeded } = await trainEnsemble({ ...options, onEvent: record.onEvent });
  expect({ ensemble, succeeded }).toEqual({ ensemble: null, succeeded: false });
  expect(record.of('member-restart').map(({ failures }) => failures)).toEqual([1, 2]);
  expect(failed).toEqual([
    { member: 0, cause: 'crashed', error: expect.stringMatching(/did not answer \(crashed 3 times/) },
  ]);
});

test('members whose loss is not finite fail; with none left there is an account, but no ensemble', async () => {
  const record = recordEvents();
  const out = join(folder, 'run');
  const result = await trainEnsemble({
    ...smallRun,
    out,
    optimizer: SGD({ learningRate: 1e30 }),
    onEvent: record.onEvent,
  });
  expect(result).toMatchObject({ ensemble: null, metrics: null, members: [], stopped: false });
  expect(result.failed.map(({ member }) => member)).toEqual([0, 1, 2]);
  expect(result.failed[0]?.error).toMatch(/diverged.*epoch 1.*learning rate 1e\+30/);
  expect(record.of('member-failed')).toHaveLength(3);
  // It would diverge again: nothing is tried twice.
  expect(record.of('member-restart')).toEqual([]);
  expect(result.failed.map(({ cause }) => cause)).toEqual(['diverged', 'diverged', 'diverged']);
  expect(record.events.at(-1)).toMatchObject({ event: 'done', ensemble: null, failed: result.failed });
  expect((await readdir(out)).filter((name) => name !== 'members')).toEqual(['run.json']);
});

test('a stopped run keeps the members that finished, and says of the others how far they came', async () => {
  const record = recordEvents();
  const out = join(folder, 'run');
  const stop = new AbortController();
  const run = trainEnsemble({
    ...smallRun,
    workers: 1,
    epochs: 20,
    out,
    onEvent: record.onEvent,
    signal: stop.signal,
  });
  await Promise.race([record.until((event) => event.event === 'epoch' && event.member === 1), run]);
  stop.abort();
  const { members, failed, stopped } = await run;
  expect(stopped).toBe(true);
  expect(members.map(({ member }) => member)).toEqual([0]);
  expect(failed).toEqual([
    { member: 1, cause: 'stopped', error: expect.stringMatching(/^stopped after \d+ of 20 epochs$/) },
    { member: 2, cause: 'stopped', error: 'stopped before it began' },
  ]);
  const whole = await readFile(join(out, 'ensemble.convoy'));
  expect(whole.equals(await readFile(join(out, 'members', '00', 'weights.convoy')))).toBe(true);
  expect((await readManifest(out)).result).toMatchObject({ stopped: true, failed });
});

test('a run whose signal was aborted before it began trains nothing', async () => {
  const { ensemble, failed, stopped } = await trainEnsemble({ ...smallRun, signal: AbortSignal.abort() });
  expect([ensemble, failed.length, stopped]).toEqual([null, 3, true]);
});

test('early stopping ends a member before its last epoch, with the weights of its best', async () => {
  const { members } = await trainEnsemble({
    ...smallRun,
    members: 1,
    epochs: endless,
    optimizer: SGD({ learningRate: 0 }),
    earlyStopping: { monitor: 'valLoss', patience: 2 },
  });
  expect(members[0]?.epochs).toBe(3);
});

test('a directory that is not empty is refused before anything is trained', async () => {
  const record = recordEvents();
  await trainEnsemble({ ...smallRun, members: 1, epochs: 1, out: folder });
  const again = trainEnsemble({ ...smallRun, out: folder, onEvent: record.onEvent });
  await expect(again).rejects.toMatchObject({ code: 'out-not-empty' });
  expect(record.events).toEqual([]);
});

test('a listener that throws ends the run with its error', async () => {
  for (const name of ['member-start', 'epoch', 'member-done']) {
    const run = trainEnsemble({
      ...smallRun,
      onEvent: ({ event }) => {
        if (event === name) throw new Error(`cannot show ${name}`);
      },
    });
    await expect(run).rejects.toThrow(`cannot show ${name}`);
  }
});

test('options that cannot work are refused with their name and value', async () => {
  const wrong = [
    [{ members: 0 }, /^members: expected a whole number from 1, got 0/],
    [{ workers: 1.5 }, /^workers: .*1\.5/],
    [{ seed: -1 }, /^seed: .*-1/],
    [{ validationSplit: 1 }, /^validationSplit: .*1/],
    [{ validationSplit: 0, earlyStopping: { patience: 1 } }, /^earlyStopping: .*valLoss/],
    [{ model: 'lecture-cmn' }, /lecture-cnn/],
    [
      { model: { ...smallRun.model, inputShape: [32, 32, 3] as const } },
      /inputShape \[28,28,1\].*\[32,32,3\]/,
    ],
    [{ optimizer: { ...RMSprop(), learningRate: Number.NaN } }, /^RMSprop: learningRate: .*found NaN/],
    [
      { earlyStopping: { patience: Number.NaN } },
      /^earlyStopping: expected an object with some of monitor, patience/,
    ],
    [{ averaging: { type: 'ExponentialMovingAverage', decay: 2 } }, /decay: .*found 2/],
    [{ labelSmoothing: Number.NaN }, /^labelSmoothing: expected a fraction from 0/],
    [{ backend: 'abacus' }, /^backend: expected one of auto, wasm, .*, got abacus/],
  ] as const;
  for (const [option, message] of wrong) {
    await expect(trainEnsemble({ ...smallRun, ...option })).rejects.toThrow(message);
  }
});
