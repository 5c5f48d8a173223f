// Strategies and combinations in whole runs, in real worker threads.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CosineDecay, Dense, Flatten, RMSprop, Sequential, SGD } from '@convoy/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { combine } from './combine/combination.ts';
import { fitCombination } from './combine/fit.ts';
import { Ensemble } from './ensemble.node.ts';
import { decodeEnsemble } from './file/decode.ts';
import { bootstrapRows } from './member/strategy.ts';
import { splitMetrics } from './metrics/splitMetrics.ts';
import type { TrainEnsembleOptions } from './options/trainEnsembleOptions.ts';
import { readManifest } from './readRun.node.ts';
import { recordEvents, smallDataset, smallRun } from './testing/smallRun.ts';
import { trainEnsemble } from './trainEnsemble.node.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-strategies-'));
});
afterEach(() => rm(folder, { recursive: true }));

const dense = {
  name: 'small-dense',
  inputShape: smallDataset.imageShape,
  layers: [Flatten(), Dense({ units: 10, activation: 'softmax' })],
};

/** The bytes of the same run with 1 worker and with 2, which must be the same. */
async function bytesOf(options: Partial<TrainEnsembleOptions>): Promise<Uint8Array> {
  const [one, two] = [
    await trainEnsemble({ ...smallRun, ...options, workers: 1 }),
    await trainEnsemble({ ...smallRun, ...options, workers: 2 }),
  ];
  const bytes = one.ensemble?.encode();
  if (bytes === undefined) throw new Error('no member finished');
  expect(two.ensemble?.encode()).toEqual(bytes);
  return bytes;
}

test('bagging changes the members and depends on no worker; its seeds are in run.json', async () => {
  const bagged = await bytesOf({ strategy: 'bagging' });
  expect(bagged).not.toEqual(await bytesOf({}));
  const out = join(folder, 'run');
  await trainEnsemble({ ...smallRun, epochs: 1, strategy: 'bagging', out });
  const { configuration, members } = await readManifest(out);
  expect(configuration.strategy).toBe('bagging');
  expect(new Set(members.map(({ bootstrap }) => bootstrap)).size).toBe(3);
});

test('a bootstrap sample has as many rows as there are, of which about 63% are different', () => {
  const rows = bootstrapRows('00112233445566778899aabbccddeeff', 10_000);
  expect(rows).toHaveLength(10_000);
  expect(Math.max(...rows)).toBeLessThan(10_000);
  expect(Math.abs(new Set(rows).size / 10_000 - (1 - 1 / Math.E))).toBeLessThan(0.02);
});

test('a snapshot goes on from the weights of the one before it, as training by hand does', async () => {
  const record = recordEvents();
  const out = join(folder, 'run');
  await trainEnsemble({ ...smallRun, model: dense, strategy: 'snapshot', out, onEvent: record.onEvent });
  const weightsOf = async (member: number) => {
    const file = join(out, 'members', `0${member}`, 'weights.convoy');
    return decodeEnsemble(await readFile(file)).members[0]?.weights ?? new Map();
  };
  expect(record.of('member-done').map(({ member, epochs }) => [member, epochs])).toEqual([
    [0, 2],
    [1, 2],
    [2, 2],
  ]);

  // Member 1 by hand: from member 0's weights, with half a cosine wave over 2 epochs of 7 steps.
  const { train } = smallDataset;
  const { members } = await readManifest(out);
  const model = new Sequential(dense);
  await model.setWeights(await weightsOf(0));
  const learningRate = CosineDecay({ initialLearningRate: 0.001, decaySteps: 14 });
  model.compile({ optimizer: RMSprop({ learningRate }), loss: 'categoricalCrossentropy' });
  await model.fit(
    { images: train.images.subarray(0, 200 * 784), labels: train.labels.subarray(0, 200) },
    { epochs: 2, batchSize: 32, seed: members[1]?.training ?? 0 },
  );
  expect(await model.getWeights()).toEqual(await weightsOf(1));
  model.dispose();
});

test('snapshots give the same bits however many workers are asked for, and train one after the other', async () => {
  await bytesOf({ model: dense, strategy: 'snapshot' });
  const record = recordEvents();
  await trainEnsemble({ ...smallRun, model: dense, strategy: 'snapshot', onEvent: record.onEvent });
  const order = record.events.flatMap(({ event, ...rest }) =>
    event === 'member-start' || event === 'member-done'
      ? [`${event} ${'member' in rest && rest.member}`]
      : [],
  );
  expect(order).toEqual([0, 1, 2].flatMap((member) => [`member-start ${member}`, `member-done ${member}`]));
  expect(record.of('start')[0]?.workers).toBe(1);
});

test('a snapshot whose predecessor failed fails with that reason', async () => {
  const optimizer = SGD({ learningRate: 1e30 });
  const { failed } = await trainEnsemble({ ...smallRun, strategy: 'snapshot', optimizer });
  expect(failed[0]?.error).toMatch(/diverged/);
  expect(failed[1]?.error).toBe('it goes on from the weights of member 0, which did not finish');
});

test('members take several models in turn, and the file holds a network for each', async () => {
  const out = join(folder, 'run');
  const models = [smallRun.model, dense];
  const { ensemble, metrics } = await trainEnsemble({ ...smallRun, model: models, out });
  const loaded = await Ensemble.load(out);
  expect(loaded.encode()).toEqual(ensemble?.encode());
  expect(loaded.members.map(({ model }) => model?.name)).toEqual([undefined, 'small-dense', undefined]);
  const { probabilities } = await loaded.predict(smallDataset.test.images);
  expect(splitMetrics(probabilities, smallDataset.test.labels, 10)).toEqual(metrics);
  // A member alone is an ensemble of its own network.
  const single = await Ensemble.load(join(out, 'members', '01', 'weights.convoy'));
  expect(single.members[0]?.model).toBeUndefined();
  expect((await single.predict(smallDataset.test.images)).probabilities).toEqual(
    (await loaded.predict(smallDataset.test.images)).members[1],
  );
  expect((await readManifest(out)).configuration.models).toHaveLength(2);
});

test('weights and temperature are fitted on the validation rows, saved, and applied by predict', async () => {
  const out = join(folder, 'run');
  const { metrics } = await trainEnsemble({ ...smallRun, combine: 'greedy', calibrate: true, out });
  const ensemble = await Ensemble.load(out);
  const { train, test } = smallDataset;
  const validation = { images: train.images.subarray(200 * 784), labels: train.labels.subarray(200) };
  const held = await ensemble.predict(validation.images);
  const expected = fitCombination({ method: 'greedy', calibrate: true }, held.members, validation.labels, 10);
  expect(ensemble.combination).toEqual(expected);
  const { probabilities, members } = await ensemble.predict(test.images);
  expect(probabilities).toEqual(combine(expected, members, 10));
  expect(splitMetrics(probabilities, test.labels, 10)).toEqual(metrics);
});

test('every combination gives the same file with 1 worker and with 2', async () => {
  const files = await Promise.all(
    (['vote', 'greedy'] as const).map((combine) => bytesOf({ combine, calibrate: true, epochs: 1 })),
  );
  expect(files[0]).not.toEqual(files[1]);
});

test('options that cannot work together are refused before anything is trained', async () => {
  const schedule = RMSprop({ learningRate: CosineDecay({ initialLearningRate: 0.1, decaySteps: 9 }) });
  const wrong: [Partial<TrainEnsembleOptions>, RegExp][] = [
    [{ combine: 'greedy', validationSplit: 0 }, /^combine: greedy .*validationSplit sets none aside/],
    [{ calibrate: true, validationSplit: 0 }, /^calibrate: .*leave out calibrate/],
    [{ strategy: 'snapshot', earlyStopping: { patience: 2 } }, /^earlyStopping: .*snapshot.*patience/],
    [{ strategy: 'snapshot', model: [dense, smallRun.model] }, /^model: expected one model .*got 2/],
    [{ strategy: 'snapshot', optimizer: schedule }, /^optimizer: .*CosineDecay/],
    [{ model: [] }, /^model: expected one of .*, or several of them, got \[\]/],
  ];
  for (const [options, message] of wrong) {
    await expect(trainEnsemble({ ...smallRun, ...options })).rejects.toThrow(message);
  }
});
