import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mean } from './combine/mean.ts';
import { Ensemble } from './ensemble.node.ts';
import { decodeEnsemble } from './file/decode.ts';
import { encodeEnsemble } from './file/encode.ts';
import { splitMetrics } from './metrics/splitMetrics.ts';
import { entropies } from './metrics/uncertainty.ts';
import { ABSTAINED } from './prediction.ts';
import { smallDataset, smallRun } from './testing/smallRun.ts';
import { type TrainResult, trainEnsemble } from './trainEnsemble.node.ts';

const { test: rows } = smallDataset;
let folder: string;
let run: string;
let trained: TrainResult;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-ensemble-'));
  run = join(folder, 'run');
  trained = await trainEnsemble({ ...smallRun, out: run });
});
afterAll(() => rm(folder, { recursive: true }));

test('a prediction is exactly the mean of what the members predict by themselves', async () => {
  const ensemble = await Ensemble.load(run);
  const { members, probabilities, labels, count } = await ensemble.predict(rows.images);
  expect(count).toBe(60);
  expect(probabilities).toEqual(mean(members));
  for (const [at, expected] of members.entries()) {
    const single = await Ensemble.load(join(run, 'members', `0${at}`, 'weights.convoy'));
    expect((await single.predict(rows.images)).probabilities).toEqual(expected);
  }
  const first = [...probabilities.subarray(0, 10)];
  expect(labels[0]).toBe(first.indexOf(Math.max(...first)));
});

test('a loaded ensemble has the metrics that its run measured', async () => {
  const ensemble = await Ensemble.load(await readFile(join(run, 'ensemble.convoy')));
  const { probabilities } = await ensemble.predict(rows.images);
  expect(splitMetrics(probabilities, rows.labels, 10)).toEqual(trained.metrics);
  expect(ensemble.members.map(({ seed: _, ...metrics }) => metrics)).toEqual(trained.members);
});

test('a prediction says how sure it is, and what its members disagree on', async () => {
  const ensemble = await Ensemble.load(run);
  const { probabilities, confidences, entropies: entropy, ...rest } = await ensemble.predict(rows.images);
  const first = [...probabilities.subarray(0, 10)];
  expect(confidences[0]).toBe(Math.max(...first));
  expect(entropy[0]).toBeCloseTo(-first.reduce((sum, p) => sum + p * Math.log(p), 0), 5);
  const ofMembers = rest.members.map((member) => entropies(member, 10)[0] ?? 0);
  const mean = ofMembers.reduce((sum, one) => sum + one, 0) / 3;
  expect(rest.mutualInformation[0]).toBeCloseTo((entropy[0] ?? 0) - mean, 5);
});

test('below a threshold it abstains: the label is −1, and the probabilities stay', async () => {
  const ensemble = await Ensemble.load(run);
  const whole = await ensemble.predict(rows.images);
  const threshold = whole.confidences.toSorted()[30] ?? 0;
  const careful = await ensemble.predict(rows.images, { abstainBelow: threshold });
  expect(careful.labels.filter((label) => label === ABSTAINED)).toHaveLength(30);
  for (const [n, label] of careful.labels.entries()) {
    expect(label).toBe((whole.confidences[n] ?? 0) < threshold ? -1 : whole.labels[n]);
  }
  expect(careful.probabilities).toEqual(whole.probabilities);
  await expect(ensemble.predict(rows.images, { abstainBelow: 90 })).rejects.toThrow(/abstainBelow.*90/);
});

test('the size of a batch, and other predictions at the same time, change nothing', async () => {
  const ensemble = await Ensemble.load(run);
  const [whole, batches, half] = await Promise.all([
    ensemble.predict(rows.images),
    ensemble.predict(rows.images, { batchSize: 7 }),
    ensemble.predict(rows.images.subarray(0, 30 * 784)),
  ]);
  expect(batches.probabilities).toEqual(whole.probabilities);
  expect(half.probabilities).toEqual(whole.probabilities.subarray(0, 300));
});

test('bytes and the same images as normalized floats give the same prediction', async () => {
  const ensemble = await Ensemble.load(run);
  const floats = Float32Array.from(rows.images, (byte) => byte / 255);
  expect((await ensemble.predict(floats)).labels).toEqual((await ensemble.predict(rows.images)).labels);
});

test('an ensemble knows its classes, its images and its data set', async () => {
  const { classNames, imageShape, dataset, normalization } = await Ensemble.load(run);
  expect({ classNames, imageShape, dataset, normalization }).toEqual({
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    imageShape: [28, 28, 1],
    dataset: { name: 'glyphs', sha256: smallDataset.sha256 },
    normalization: { mean: [0], standardDeviation: [1] },
  });
});

test('the reference backend predicts the same, within the rounding of float32', async () => {
  const [fast, reference] = [await Ensemble.load(run), await Ensemble.load(run, { backend: 'reference' })];
  const expected = (await reference.predict(rows.images)).probabilities;
  const found = (await fast.predict(rows.images)).probabilities;
  const largest = Math.max(...found.map((probability, i) => Math.abs(probability - (expected[i] ?? 2))));
  expect(largest).toBeLessThan(1e-5);
});

test('what is saved loads again, to the byte', async () => {
  const path = join(folder, 'saved.convoy');
  await trained.ensemble?.save(path);
  expect((await Ensemble.load(path)).encode()).toEqual(trained.ensemble?.encode());
});

test('a truncated, corrupt or foreign file is refused by its path', async () => {
  const whole = await readFile(join(run, 'ensemble.convoy'));
  const path = join(folder, 'wrong.convoy');
  const wrong = [
    [whole.subarray(0, whole.length / 2), /wrong\.convoy: truncated file/],
    [Buffer.from(whole.map((byte, i) => (i === 5000 ? byte ^ 4 : byte))), /wrong\.convoy: corrupt file/],
    [Buffer.from('just text'), /wrong\.convoy: not a Convoy file/],
  ] as const;
  for (const [bytes, message] of wrong) {
    await writeFile(path, bytes);
    await expect(Ensemble.load(path)).rejects.toThrow(message);
  }
});

test('an ensemble whose weights do not fit its network is refused when it is loaded', async () => {
  const { model, ...rest } = decodeEnsemble(await readFile(join(run, 'ensemble.convoy')));
  const layers = model.layers.map((layer) => (layer.type === 'Conv2D' ? { ...layer, filters: 8 } : layer));
  const wrong = encodeEnsemble({ ...rest, model: { ...model, layers } });
  await expect(Ensemble.load(wrong)).rejects.toThrow(
    /conv2d_1\/kernel of member 0 has shape \[3,3,1,4\], expected shape \[3,3,1,8\]/,
  );
  const [first] = rest.members;
  if (first === undefined) throw new Error('no member');
  const incomplete = encodeEnsemble({ ...rest, model, members: [{ ...first, weights: new Map() }] });
  await expect(Ensemble.load(incomplete)).rejects.toThrow(/conv2d_1\/kernel of member 0 is missing/);
});

test('images of another size are refused, and the ensemble predicts on', async () => {
  const ensemble = await Ensemble.load(run);
  await expect(ensemble.predict(new Uint8Array(100))).rejects.toThrow(/784 values/);
  expect((await ensemble.predict(rows.images)).count).toBe(60);
});

test('an ensemble that was disposed of predicts no more', async () => {
  const ensemble = await Ensemble.load(run);
  ensemble.dispose();
  await expect(ensemble.predict(rows.images)).rejects.toMatchObject({ code: 'disposed' });
});

test('images may be overwritten once a prediction was asked for, and a block disposes of its ensemble', async () => {
  const kept: Ensemble[] = [];
  {
    using ensemble = await Ensemble.load(run);
    const expected = await ensemble.predict(rows.images);
    const reused = Uint8Array.from(rows.images);
    const predictions = [ensemble.predict(reused), ensemble.predict(reused)];
    reused.fill(0);
    expect(await Promise.all(predictions)).toEqual([expected, expected]);
    kept.push(ensemble);
  }
  await expect(kept[0]?.predict(rows.images)).rejects.toThrow('this ensemble was disposed of');
});

test('a long prediction lets timers and requests in between its batches', async () => {
  const ensemble = await Ensemble.load(run);
  let turns = 0;
  const count = () => {
    turns += 1;
    next = setImmediate(count);
  };
  let next = setImmediate(count);
  await ensemble.predict(rows.images, { batchSize: 10 });
  clearImmediate(next);
  // 3 members, 6 batches each.
  expect(turns).toBeGreaterThanOrEqual(15);
  ensemble.dispose();
});

test('in a service, calls at once give what calls one by one give, and those after `dispose` are refused', async () => {
  const ensemble = await Ensemble.load(run);
  const expected = await ensemble.predict(rows.images);
  const size = rows.images.length / 60;
  const one = (at: number) => ensemble.predict(rows.images.subarray(at * size, (at + 1) * size));
  const together = await Promise.all(Array.from({ length: 60 }, (_, at) => one(at)));
  for (const [at, { probabilities }] of together.entries()) {
    expect(probabilities).toEqual(expected.probabilities.subarray(at * 10, (at + 1) * 10));
  }
  const pending = one(0);
  ensemble.dispose();
  ensemble.dispose();
  await expect(pending).rejects.toMatchObject({ code: 'disposed' });
  await expect(one(0)).rejects.toMatchObject({ code: 'disposed' });
});

test('two thousand calls grow nothing', async () => {
  const ensemble = await Ensemble.load(run);
  const image = rows.images.subarray(0, rows.images.length / 60);
  const bytesAfter = async (calls: number) => {
    for (let call = 0; call < calls; call++) await ensemble.predict(image);
    return process.memoryUsage().rss;
  };
  const before = await bytesAfter(500);
  const after = await bytesAfter(1500);
  expect(after - before).toBeLessThan(64 * 2 ** 20);
  ensemble.dispose();
});

test('two trainings in one process do not disturb each other', async () => {
  const both = await Promise.all([trainEnsemble(smallRun), trainEnsemble({ ...smallRun, seed: 8 })]);
  expect(both[0].ensemble?.encode()).toEqual(trained.ensemble?.encode());
  expect(both[1].ensemble?.encode()).not.toEqual(trained.ensemble?.encode());
});

test('a prediction names the class of each image, and refuses an image that there is not', async () => {
  using ensemble = await Ensemble.load(run);
  const prediction = await ensemble.predict(rows.images, { abstainBelow: 0 });
  const last = prediction.count - 1;
  const { label, className, confidence, entropy, members } = prediction.at(last);
  expect([label, className]).toEqual([prediction.labels[last], ensemble.classNames[label]]);
  expect([confidence, entropy]).toEqual([prediction.confidences[last], prediction.entropies[last]]);
  const classes = ensemble.classNames.length;
  expect(members).toEqual(prediction.members.map((own) => own.subarray(last * classes)));
  expect((await ensemble.predict(rows.images, { abstainBelow: 1 })).at(last)).toMatchObject({
    className: null,
  });
  expect(() => prediction.at(prediction.count)).toThrow(
    `index: expected a whole number from 0 to ${last}, got ${prediction.count}`,
  );
});
