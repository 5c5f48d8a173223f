// Members that start from the weights of another run: with a new head, on other classes, over interruptions.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Conv2D, createDataset, Dense, Flatten, MaxPooling2D, type Tensor } from '@convoy/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Ensemble } from './ensemble.node.ts';
import { readManifest } from './readRun.node.ts';
import { resumeEnsemble } from './resumeEnsemble.node.ts';
import { recordEvents, smallDataset, smallRun } from './testing/smallRun.ts';
import { trainEnsemble } from './trainEnsemble.node.ts';

/** The first three classes, as a dataset of its own. */
const few = () => {
  const { images, labels } = smallDataset.train;
  const rows = Array.from(labels.keys()).filter((row) => (labels[row] ?? 0) < 3);
  const size = images.length / labels.length;
  return createDataset({
    name: 'few',
    imageShape: smallDataset.imageShape,
    classNames: ['a', 'b', 'c'],
    images: Uint8Array.from(rows.flatMap((row) => [...images.subarray(row * size, (row + 1) * size)])),
    labels: Uint8Array.from(rows, (row) => labels[row] ?? 0),
  });
};
const dataset = few();
const model = {
  inputShape: smallDataset.imageShape,
  layers: [
    Conv2D({ filters: 4, kernelSize: 3, strides: 2, activation: 'relu' }),
    MaxPooling2D({ poolSize: 2 }),
    Flatten(),
    Dense({ units: 3, activation: 'softmax' }),
  ],
};
const tuned = { ...smallRun, dataset, model, epochs: 1 };

let folder: string;
let source: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-start-'));
  source = join(folder, 'source');
  const { ensemble } = await trainEnsemble({ ...smallRun, members: 2, epochs: 1, out: source });
  ensemble?.dispose();
});
afterAll(() => rm(folder, { recursive: true }));

function weightsOf(ensemble: Ensemble | null, place: number): ReadonlyMap<string, Tensor> {
  if (ensemble === null) throw new Error('no member finished');
  return ensemble.networkOf(place).weights;
}

test('frozen layers keep the weights of the members in turn, and a head for other classes is new', async () => {
  const events = recordEvents();
  const out = join(folder, 'frozen');
  const { ensemble } = await trainEnsemble({
    ...tuned,
    startFrom: source,
    freeze: ['conv2d_1'],
    out,
    onEvent: events.onEvent,
  });
  const before = await Ensemble.load(source);
  for (const member of [0, 1, 2]) {
    const [found, expected] = [weightsOf(ensemble, member), weightsOf(before, member % 2)];
    expect(found.get('conv2d_1/kernel')).toEqual(expected.get('conv2d_1/kernel'));
    expect(found.get('dense_1/kernel')?.shape).toEqual([144, 3]);
  }
  expect(events.of('start')[0]?.startFrom).toEqual({ taken: ['conv2d_1'], initialized: ['dense_1'] });
  const { configuration } = await readManifest(out);
  expect(configuration.startFrom).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/), members: 2 });
  expect(await readFile(join(out, 'start.convoy'))).toEqual(await readFile(join(source, 'ensemble.convoy')));
});

test('an interrupted run resumes from its own copy to the same bits, and refuses another', async () => {
  const frozen = { ...tuned, freeze: ['conv2d_1'] };
  const whole = await trainEnsemble({
    ...frozen,
    startFrom: await readFile(join(source, 'ensemble.convoy')),
  });
  const out = join(folder, 'interrupted');
  const stop = new AbortController();
  const interrupted = await trainEnsemble({
    ...frozen,
    workers: 1,
    startFrom: source,
    out,
    signal: stop.signal,
    onEvent: ({ event }) => event === 'member-done' && stop.abort(),
  });
  expect(interrupted.stopped).toBe(true);

  const copy = join(out, 'start.convoy');
  const kept = await readFile(copy);
  await writeFile(copy, await readFile(join(folder, 'frozen', 'ensemble.convoy')));
  await expect(resumeEnsemble(out, { dataset })).rejects.toMatchObject({
    code: 'run-changed',
    message: expect.stringContaining('configuration.startFrom.sha256'),
  });
  await rm(copy);
  await expect(resumeEnsemble(out, { dataset })).rejects.toThrow('start.convoy, the weights that members');
  await writeFile(copy, kept);

  const resumed = await resumeEnsemble(out, { dataset });
  expect(resumed.ensemble?.encode()).toEqual(whole.ensemble?.encode());
  const plain = await trainEnsemble(frozen);
  expect(plain.ensemble?.encode()).not.toEqual(whole.ensemble?.encode());
});

test('what cannot be a start is refused before anything is written', async () => {
  const refused = (options: object) => expect(trainEnsemble({ ...tuned, ...options })).rejects;
  await refused({ startFrom: join(folder, 'nowhere') }).toMatchObject({ code: 'unreadable' });
  await refused({ startFrom: new Uint8Array(9) }).toThrow(/^startFrom: /);
  await refused({ freeze: ['flatten_1'] }).toThrow(
    'freeze: expected names of layers that can be frozen, conv2d_1, dense_1, got flatten_1',
  );
  const dense = { ...model, layers: [Flatten(), Dense({ units: 3, activation: 'softmax' })] };
  await refused({ startFrom: source, model: dense }).toThrow(
    'startFrom: expected a run with weights for one of dense_1, got one with conv2d_1, dense_1',
  );
});
