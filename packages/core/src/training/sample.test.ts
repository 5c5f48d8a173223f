// Training on chosen rows, some of them several times: what bagging does.

import { expect, test } from 'vitest';
import { RandomCrop } from '../data/augmentation/randomCrop.ts';
import { RandomFlip } from '../data/augmentation/randomFlip.ts';
import type { Rows } from '../data/rows.ts';
import { compiled, errorOf, halves, weightsOf } from '../testing/halves.ts';
import type { Callback } from './callbacks/callback.ts';
import type { TrainingState } from './state.ts';

const sample = Uint32Array.of(7, 2, 2, 0, 9, 7, 7);

function copied({ images, labels }: Rows): Rows {
  const of = [...sample];
  return {
    images: Uint8Array.from(of.flatMap((row) => [...images.subarray(row * 16, (row + 1) * 16)])),
    labels: of.map((row) => labels[row] as number),
  };
}

test('a sample of the rows trains to the same bits as a copy of those rows', async () => {
  const rows = halves(12);
  const options = { epochs: 3, batchSize: 2, seed: 4 };
  // With augmentation, a row that was drawn twice is seen in two ways, as two rows are.
  for (const augmentation of [[], [RandomFlip(), RandomCrop({ padding: 2 })]]) {
    for (const shuffle of [true, false]) {
      const [sampled, copy] = [compiled(), compiled()];
      await sampled.fit(rows, { ...options, shuffle, augmentation, sample });
      await copy.fit(copied(rows), { ...options, shuffle, augmentation });
      expect(await weightsOf(sampled)).toEqual(await weightsOf(copy));
    }
  }
});

test('a sample is of the rows that validation leaves', async () => {
  const rows = halves(12);
  const options = { epochs: 2, batchSize: 4, validationSplit: 1 / 6 };
  const model = compiled();
  const { history } = await model.fit(rows, { ...options, sample });
  expect(history.valLoss).toHaveLength(2);
  const error = await errorOf(model.fit(rows, { ...options, sample: Uint32Array.of(0, 10) }));
  expect(error.message).toBe('fit: sample: expected one or more of the 10 rows of training, found row 10');
  const none = await errorOf(model.fit(rows, { sample: new Uint32Array() }));
  expect(none.message).toMatch(/of the 12 rows of training, found none/);
});

test('training on a sample goes on from a saved state to the same bits', async () => {
  // On a backend whose buffers are float32 throughout, as a saved state is.
  const rows = halves(12);
  const options = { epochs: 3, batchSize: 2, seed: 4, sample };
  const whole = compiled({ backend: 'wasm' });
  await whole.fit(rows, options);

  let state: TrainingState | undefined;
  const interrupt: Callback = {
    async onBatchEnd({ epoch, batch }, training) {
      if (epoch !== 1 || batch !== 2) return;
      state = await training.state();
      training.stopTraining();
    },
  };
  await compiled({ backend: 'wasm' }).fit(rows, { ...options, callbacks: [interrupt] });
  if (state === undefined) throw new Error('training was not interrupted');
  const resumed = compiled({ backend: 'wasm' });
  await resumed.fit(rows, { ...options, resumeFrom: state });
  expect(await weightsOf(resumed)).toEqual(await weightsOf(whole));
});
