// Test-time augmentation in whole runs: a figure beside the plain one, that a saved ensemble gives again when asked.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Ensemble } from '../ensemble.node.ts';
import { splitMetrics } from '../metrics/splitMetrics.ts';
import { readManifest } from '../readRun.node.ts';
import { recordEvents, smallDataset, smallRun } from '../testing/smallRun.ts';
import { type TrainResult, trainEnsemble } from '../trainEnsemble.node.ts';
import type { TestTimeAugmentation } from './views.ts';

const { test: split } = smallDataset;
const record = recordEvents();
let folder: string;
let out: string;
let plain: TrainResult;
let augmented: TrainResult;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-views-'));
  out = join(folder, 'run');
  plain = await trainEnsemble(smallRun);
  const options = { testTimeAugmentation: 'shifts', out, onEvent: record.onEvent } as const;
  augmented = await trainEnsemble({ ...smallRun, ...options });
});
afterAll(() => rm(folder, { recursive: true }));

test('a run measures both, and the plain metrics are what they were', async () => {
  const { testTimeAugmentation, ...metrics } = augmented.metrics ?? {};
  expect(metrics).toEqual(plain.metrics);
  expect(testTimeAugmentation).not.toEqual(plain.metrics);
  for (const [at, { testTimeAugmentation: own, ...rest }] of augmented.members.entries()) {
    expect(rest).toEqual(plain.members[at]);
    expect(own?.nll).not.toBe(rest.nll);
  }
  expect(record.of('done')[0]).toMatchObject({ ensemble: augmented.metrics, members: augmented.members });
  expect(record.of('member-done').every((event) => event.testTimeAugmentation !== undefined)).toBe(true);
  const { configuration, result } = await readManifest(out);
  expect(configuration.testTimeAugmentation).toBe('shifts');
  expect(result?.ensemble).toEqual(augmented.metrics);
});

test('a saved ensemble predicts plainly, and as the run did when it is asked to', async () => {
  const ensemble = await Ensemble.load(out);
  const asItIs = await ensemble.predict(split.images);
  expect(splitMetrics(asItIs.probabilities, split.labels, 10)).toEqual(plain.metrics);
  for (const batchSize of [7, 500]) {
    const views = await ensemble.predict(split.images, { testTimeAugmentation: 'shifts', batchSize });
    expect(splitMetrics(views.probabilities, split.labels, 10)).toEqual(
      augmented.metrics?.testTimeAugmentation,
    );
    for (const [at, { testTimeAugmentation }] of ensemble.members.entries()) {
      const probabilities = views.members[at] ?? new Float32Array();
      expect(splitMetrics(probabilities, split.labels, 10)).toEqual(testTimeAugmentation);
    }
  }
  expect(ensemble.members).toEqual(augmented.ensemble?.members);
  ensemble.dispose();
});

test('the mean of an image and its mirror image is that of the mirror image and the image', async () => {
  const mirrored = Uint8Array.from(split.images, (_, i) => split.images[i - (i % 28) + 27 - (i % 28)] ?? 0);
  const predict = async (images: Uint8Array, testTimeAugmentation: TestTimeAugmentation) =>
    [...((await plain.ensemble?.predict(images, { testTimeAugmentation }))?.probabilities ?? [])].map(
      (probability) => Math.round(probability * 1e5),
    );
  const both = await predict(split.images, 'flip');
  expect(await predict(mirrored, 'flip')).toEqual(both);
  expect(await predict(mirrored, [{ flip: true, weight: 1 }])).toEqual(await predict(split.images, 'none'));
  expect(both).not.toEqual(await predict(split.images, 'none'));
});

test('an unknown set is refused before anything is trained', async () => {
  const testTimeAugmentation = 'six-veiw' as TestTimeAugmentation;
  await expect(trainEnsemble({ ...smallRun, testTimeAugmentation })).rejects.toThrow(
    /^testTimeAugmentation: expected one of none, flip, six-view, shifts, .*got six-veiw. Did you mean six-view\?/,
  );
});
