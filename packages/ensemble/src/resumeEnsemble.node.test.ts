// Runs that are interrupted, in real worker threads, and what becomes of them.

import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dense, Flatten, glyphs, RandomFlip } from '@convoy/core';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TrainEvent } from './events.ts';
import { readManifest } from './readRun.node.ts';
import { resumeEnsemble } from './resumeEnsemble.node.ts';
import { recordEvents, smallDataset, smallRun } from './testing/smallRun.ts';
import { trainEnsemble } from './trainEnsemble.node.ts';

/**
 * Checkpoints often, and all that has a state: best weights, averaged weights, augmentation, a batch that is not full. So
 * many epochs that a stop, which reaches a member some steps after the epoch that it answers to, never comes too late.
 */
const run = {
  ...smallRun,
  epochs: 30,
  batchSize: 33,
  checkpointSteps: 5,
  earlyStopping: { patience: 30 },
  averaging: { type: 'Lookahead' },
  augmentation: [RandomFlip()],
  testTimeAugmentation: 'shifts',
} as const;

let folder: string;
let uninterrupted: Buffer;
beforeAll(async () => {
  const out = await mkdtemp(join(tmpdir(), 'convoy-whole-'));
  await trainEnsemble({ ...run, out });
  uninterrupted = await readFile(join(out, 'ensemble.convoy'));
  await rm(out, { recursive: true });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-resume-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Trains until an event matches, and stops then. */
async function trainUntil(matches: (event: TrainEvent) => boolean, options = {}): Promise<void> {
  const stop = new AbortController();
  const onEvent = (event: TrainEvent) => matches(event) && stop.abort();
  const { stopped } = await trainEnsemble({ ...run, ...options, out: folder, onEvent, signal: stop.signal });
  expect(stopped).toBe(true);
}

const inEpoch = (number: number, of: number) => (event: TrainEvent) =>
  event.event === 'epoch' && event.member === of && event.epoch === number;
const ensembleBytes = () => readFile(join(folder, 'ensemble.convoy'));
const resume = (options = {}) => resumeEnsemble(folder, { dataset: smallDataset, ...options });
const checkpointsOf = async (member: string) =>
  (await readdir(join(folder, 'members', member))).filter((name) => name.endsWith('.convoy')).sort();

test('a run that was stopped again and again ends with the bits of one that was not, whatever the workers', async () => {
  await trainUntil(inEpoch(2, 0));
  for (const workers of [1, 3]) {
    const stop = new AbortController();
    let epochs = 0;
    const onEvent = (event: TrainEvent) => {
      if (event.event === 'epoch' && ++epochs === 2) stop.abort();
    };
    await resume({ workers, onEvent, signal: stop.signal });
  }
  const { stopped, succeeded } = await resume();
  expect({ stopped, succeeded }).toEqual({ stopped: false, succeeded: true });
  expect((await ensembleBytes()).equals(uninterrupted)).toBe(true);
  expect((await readManifest(folder)).resumed).toHaveLength(3);
});

test('the last two checkpoints of a member are kept while it trains, and none when it has finished', async () => {
  await trainUntil(inEpoch(5, 0), { workers: 1 });
  expect(await checkpointsOf('00')).toHaveLength(2);
  await resume();
  expect(await checkpointsOf('00')).toEqual(['predictions.convoy', 'weights.convoy']);
});

test('each epoch is told once over interruptions, and what was finished is told again as done', async () => {
  const record = recordEvents();
  await trainUntil(
    (event) => {
      record.onEvent(event);
      return inEpoch(3, 1)(event);
    },
    { workers: 1 },
  );
  const first = record.of('epoch').length;
  const again = recordEvents();
  await resume({ onEvent: again.onEvent });
  expect(again.events[0]).toMatchObject({ event: 'start', resumed: true, workers: 1 });
  expect(again.events[1]).toMatchObject({ event: 'member-done', member: 0 });
  expect(again.of('member-resumed')).toMatchObject([{ member: 1 }]);
  const told = [...record.of('epoch'), ...again.of('epoch')].filter(({ member }) => member === 1);
  expect(told.map(({ epoch }) => epoch)).toEqual(told.map((_, at) => at + 1));
  expect(first).toBeGreaterThan(3);
});

const dense = {
  inputShape: smallDataset.imageShape,
  layers: [Flatten(), Dense({ units: 10, activation: 'softmax' })],
} as const;
test.each([
  ['snapshots, each of which goes on from the one before', { strategy: 'snapshot' }],
  ['bagging, combined and calibrated', { strategy: 'bagging', combine: 'greedy', calibrate: true }],
  ['several models', { model: [smallRun.model, dense] }],
] as const)('%s: the same bits after an interruption', async (_, options) => {
  const small = { ...smallRun, ...options, workers: 1, checkpointSteps: 2 };
  const whole = await trainEnsemble(small);
  const stop = new AbortController();
  const onEvent = (event: TrainEvent) => inEpoch(1, 1)(event) && stop.abort();
  await trainEnsemble({ ...small, out: folder, onEvent, signal: stop.signal });
  const { ensemble, members } = await resume();
  expect(members).toHaveLength(3);
  expect(ensemble?.encode()).toEqual(whole.ensemble?.encode());
});

test('a corrupt checkpoint is set aside for the one before it, and all of them for a new beginning', async () => {
  // Both have checkpoints to lose: neither of the two workers is ahead for certain.
  const far = new Set<number>();
  await trainUntil(
    (event) => event.event === 'epoch' && event.epoch === 4 && far.add(event.member).size === 2,
    { workers: 2 },
  );
  const [older, latest] = (await checkpointsOf('00')).map((name) => join(folder, 'members', '00', name));
  await appendFile(latest ?? '', 'x');
  for (const name of await checkpointsOf('01')) await truncate(join(folder, 'members', '01', name), 100);
  const record = recordEvents();
  await resume({ onEvent: record.onEvent });
  const warnings = record.of('warning').map(({ message }) => message);
  expect(warnings.filter((message) => message.includes(latest ?? '?'))).toEqual([
    expect.stringMatching(
      /cannot be used: corrupt file: bytes after its end: 1; checkpoint-\d+.convoy is taken/,
    ),
  ]);
  expect(warnings.filter((message) => message.includes('members/01'))).toEqual([
    expect.stringContaining('truncated file'),
    expect.stringContaining('its member begins anew'),
  ]);
  expect(older).not.toBe(latest);
  expect((await ensembleBytes()).equals(uninterrupted)).toBe(true);
});

test('a finished member whose files are damaged is trained again', async () => {
  await trainUntil(inEpoch(2, 2), { workers: 1 });
  await truncate(join(folder, 'members', '00', 'predictions.convoy'), 50);
  await appendFile(join(folder, 'members', '01', 'weights.convoy'), 'x');
  const record = recordEvents();
  await resume({ workers: 2, onEvent: record.onEvent });
  expect(record.of('warning').map(({ message }) => message)).toEqual([
    expect.stringMatching(/^member 0 has finished, but .*truncated.*trained again/),
    expect.stringMatching(/^member 1 has finished, but .*corrupt.*trained again/),
  ]);
  expect((await ensembleBytes()).equals(uninterrupted)).toBe(true);
});

test('a run whose data, configuration or files are not as they were is refused, saying what differs', async () => {
  await trainUntil(inEpoch(2, 0));
  const other = glyphs({ seed: 2, trainCount: 240, testCount: 60 });
  await expect(resume({ dataset: other })).rejects.toMatchObject({
    code: 'run-changed',
    message: expect.stringContaining(`now glyphs with ${other.sha256}`),
  });
  const manifest = join(folder, 'run.json');
  const text = await readFile(manifest, 'utf8');
  const edited: readonly [string, string, RegExp][] = [
    ['"batchSize": 33', '"batchSize": 32', /checkpoint-.*training.batchSize: 33, now 32/],
    ['"seed": 7', '"seed": 8', /members.0.seed: "/],
    ['"validationSplit": 0.16', '"validationSplit": 0.26', /dataset.trainingImages: 200, now 17/],
    ['"epochs": 30', '"epochs": 31', /training.epochs: 30, now 31/],
    ['"version": 1', '"version": 9', /version 9.*Update Convoy/],
  ];
  for (const [from, to, message] of edited) {
    expect(text).toContain(from);
    await writeFile(manifest, text.replace(from, to));
    await expect(resume()).rejects.toThrow(message);
  }
  await writeFile(manifest, text);
  await resume();
  expect((await ensembleBytes()).equals(uninterrupted)).toBe(true);
});

test('a complete run is read back, and nothing is trained or written', async () => {
  const trained = await trainEnsemble({ ...run, epochs: 1, out: folder });
  const before = await readFile(join(folder, 'run.json'));
  const record = recordEvents();
  const result = await resume({ onEvent: record.onEvent });
  expect(record.events).toEqual([]);
  const { ensemble, ...metrics } = result;
  const { ensemble: _, ...expected } = trained;
  expect(metrics).toEqual(expected);
  expect(ensemble?.encode()).toEqual(trained.ensemble?.encode());
  expect(await readFile(join(folder, 'run.json'))).toEqual(before);
});

test.each(['damaged', 'of another run'])(
  'the ensemble of a complete run that is %s is made again from its members',
  async (how) => {
    await trainEnsemble({ ...run, epochs: 1, out: folder });
    const file = join(folder, 'ensemble.convoy');
    const before = await readFile(file);
    if (how === 'damaged') await truncate(file, before.length - 9);
    else await writeFile(file, uninterrupted);
    const record = recordEvents();
    await resume({ onEvent: record.onEvent });
    expect(record.of('warning').map(({ message }) => message)).toEqual([
      expect.stringMatching(/ensemble\.convoy cannot be used: .*; it is made again from the members' files$/),
    ]);
    expect(record.of('member-start')).toEqual([]);
    expect((await ensembleBytes()).equals(before)).toBe(true);
  },
);

test('the directory of an unfinished run is refused for a new one, naming the command that goes on', async () => {
  await trainUntil(inEpoch(1, 0));
  await expect(trainEnsemble({ ...run, out: folder })).rejects.toThrow(`convoy resume ${folder}`);
});
