// A training that goes on from a saved state ends with the same bits as one that was never interrupted: on the WASM
// backend, whose buffers are float32 throughout, as a saved state is.

import { beforeAll, describe, expect, it } from 'vitest';
import { RandomCrop } from '../data/augmentation/randomCrop.ts';
import { RandomFlip } from '../data/augmentation/randomFlip.ts';
import { glyphs } from '../data/glyphs/glyphs.ts';
import type { Rows } from '../data/rows.ts';
import { decodeContainer } from '../format/decode.ts';
import { encodeContainer } from '../format/encode.ts';
import { asWeights } from '../format/tensor.ts';
import { BatchNormalization } from '../layers/batchNormalization.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Dropout } from '../layers/dropout.ts';
import { Flatten } from '../layers/flatten.ts';
import { MaxPooling2D } from '../layers/maxPooling2d.ts';
import { Adagrad } from '../optimizers/adagrad.ts';
import { AdamW } from '../optimizers/adamw.ts';
import { Lamb } from '../optimizers/lamb.ts';
import { Lion } from '../optimizers/lion.ts';
import type { OptimizerSpec } from '../optimizers/list.ts';
import { Nadam } from '../optimizers/nadam.ts';
import { CosineDecay } from '../optimizers/schedules/cosineDecay.ts';
import type { Callback } from './callbacks/callback.ts';
import { EarlyStopping } from './callbacks/earlyStopping.ts';
import type { FitOptions } from './fitOptions.ts';
import { Sequential } from './sequential.ts';
import type { TrainingProgress, TrainingState } from './state.ts';

const epochs = 4;
const stepsPerEpoch = 4;
const learningRate = CosineDecay({ initialLearningRate: 0.02, decaySteps: epochs * stepsPerEpoch });
let rows: Rows;

beforeAll(() => {
  rows = glyphs({ trainCount: 72, testCount: 1 }).train;
});

function network(optimizer: OptimizerSpec = AdamW({ learningRate })): Sequential {
  const model = new Sequential({
    inputShape: [28, 28, 1],
    layers: [
      Conv2D({ filters: 4, kernelSize: 5, strides: 2, activation: 'relu' }),
      BatchNormalization({ momentum: 0.8 }),
      MaxPooling2D(),
      Dropout({ rate: 0.3 }),
      Flatten(),
      Dense({ units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer, backend: 'wasm' });
  return model;
}

function fit(model: Sequential, options: FitOptions, callbacks: readonly Callback[] = []) {
  const early = EarlyStopping({ monitor: 'valAccuracy', patience: 2, restoreBestWeights: true });
  // 60 rows to train on: the last batch of an epoch has 12.
  const augmentation = [RandomFlip({ mode: 'horizontal', alternating: true }), RandomCrop({ padding: 2 })];
  const shared = { epochs, batchSize: 16, validationSplit: 1 / 6, seed: 5, augmentation };
  return model.fit(rows, { ...shared, ...options, callbacks: [early, ...callbacks] });
}

/** Takes the state after so many batches, or after so many epochs, and stops. */
function interrupt(after: { readonly batches: number } | { readonly epochs: number }) {
  let batches = 0;
  let state: TrainingState | undefined;
  const callback: Callback = {
    async onBatchEnd(_, training) {
      batches += 1;
      if (!('batches' in after) || batches !== after.batches) return;
      state = await training.state();
      training.stopTraining();
    },
    async onEpochEnd({ epoch }, training) {
      if (!('epochs' in after) || epoch + 1 !== after.epochs) return;
      state = await training.state();
      training.stopTraining();
    },
  };
  return {
    callback,
    state(): TrainingState {
      if (state === undefined) throw new Error('training ended before it was interrupted');
      return state;
    },
  };
}

/** Through the bytes of a file, as a checkpoint goes. */
function throughFile({ progress, tensors }: TrainingState): TrainingState {
  const bytes = encodeContainer({ kind: 'checkpoint', version: 1, header: progress, tensors });
  const { header, tensors: read } = decodeContainer(bytes);
  return { progress: header as unknown as TrainingProgress, tensors: asWeights(read) };
}

describe('a resumed training', () => {
  const interruptions = [
    { batches: 1 },
    { batches: 4 },
    { batches: 7 },
    { epochs: 1 },
    { epochs: 3 },
  ] as const;

  async function expectSameBits(after: Parameters<typeof interrupt>[0], optimizer?: OptimizerSpec) {
    const whole = network(optimizer);
    const wholeHistory = await fit(whole, {});

    const first = network(optimizer);
    const interruption = interrupt(after);
    await fit(first, {}, [interruption.callback]);
    first.dispose();

    const second = network(optimizer);
    const history = await fit(second, { resumeFrom: throughFile(interruption.state()) });
    expect(history).toEqual(wholeHistory);
    expect(await second.getWeights()).toEqual(await whole.getWeights());
    second.dispose();
    whole.dispose();
  }

  it.each(interruptions)('after %o ends with the bits of one that was never interrupted', (after) =>
    expectSameBits(after),
  );

  it.each([
    Nadam({ learningRate, clipNorm: 1 }),
    Adagrad({ learningRate, weightDecay: 0.01 }),
    Lion({ learningRate: 0.001, clipValue: 0.1 }),
    Lamb({ learningRate, weightDecay: 0.01, globalClipNorm: 1 }),
  ])('of $type does, too', (optimizer) => expectSameBits({ batches: 6 }, optimizer));

  it('is refused where rows, batch size or augmentation are others', async () => {
    const model = network();
    const interruption = interrupt({ batches: 2 });
    await fit(model, {}, [interruption.callback]);
    const resumeFrom = interruption.state();
    await expect(fit(model, { resumeFrom, batchSize: 8 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: resumeFrom: batchSize: the saved training has 16, this one 8: it cannot go on exactly]`,
    );
    await expect(fit(model, { resumeFrom, augmentation: [] })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: resumeFrom: augmentation: the saved training has [{"alternating":true,"mode":"horizontal","type":"RandomFlip"},{"fill":"reflect","padding":2,"type":"RandomCrop"}], this one []: it cannot go on exactly]`,
    );
    await expect(fit(model, { resumeFrom, validationSplit: 0.5 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CoreError: resumeFrom: rows: the saved training has 60, this one 36: it cannot go on exactly]`,
    );
    model.dispose();
  });
});
