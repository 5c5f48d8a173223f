// Averages of weights, held against the same arithmetic on what each step left.

import { describe, expect, it } from 'vitest';
import type { Weights } from '../../format/tensor.ts';
import { BatchNormalization } from '../../layers/batchNormalization.ts';
import { Flatten } from '../../layers/flatten.ts';
import { SGD } from '../../optimizers/sgd.ts';
import { compiled, halves, softmax, weightsOf } from '../../testing/halves.ts';
import type { TrainingState } from '../state.ts';
import { averagingCallback } from './averaging.ts';
import type { Callback } from './callback.ts';
import { EarlyStopping } from './earlyStopping.ts';
import { ExponentialMovingAverage } from './exponentialMovingAverage.ts';
import { Lookahead } from './lookahead.ts';

const rows = halves(12);
const options = { batchSize: 4, epochs: 2, seed: 3 };

/** What each step leaves, before (`raw`) and after the callback has averaged. */
async function trainWith(average: Callback) {
  const raw: number[][] = [];
  const settled: number[][] = [];
  const record = (list: number[][]): Callback => ({
    async onBatchEnd(_, { model }) {
      list.push([...(await weightsOf(model))]);
    },
  });
  const model = compiled({ optimizer: SGD({ learningRate: 0.3 }) });
  let first: number[] = [];
  const begin: Callback = {
    async onTrainBegin(training) {
      first = [...(await weightsOf(training.model))];
    },
  };
  await model.fit(rows, { ...options, callbacks: [begin, record(raw), average, record(settled)] });
  return { first, raw, settled };
}

const mix = (decay: number, average: readonly number[], present: readonly number[]) =>
  average.map((value, i) => decay * value + (1 - decay) * (present[i] ?? 0));

const flat = (weights: Weights) => [...weights.values()].flatMap(({ data }) => [...data]);

const averages = [
  ['an exponential moving average', () => ExponentialMovingAverage({ decay: 0.8 })],
  ['lookahead', () => Lookahead({ period: 2, decay: 0.9, power: 1 })],
] as const;

function expectClose(weights: readonly number[], expected: readonly number[]): void {
  for (const [i, weight] of weights.entries()) expect(weight).toBeCloseTo(expected[i] ?? 0, 5);
}

describe('averaging of weights', () => {
  it('lookahead sets the weights to their average every period, and at the end', async () => {
    const { first, raw, settled } = await trainWith(Lookahead({ period: 4, decay: 0.9, power: 1 }));
    const average = mix(0.9 ** 4 * (4 / 6), first, raw[3] ?? []);
    settled.forEach((weights, i) => {
      const expected = i === 3 || i === 5 ? average : (raw[i] ?? []);
      expectClose(weights, expected);
    });
    expect(raw[4]).not.toEqual(raw[5]);
  });

  it('an exponential moving average disturbs nothing until the last step, which it replaces', async () => {
    const { raw, settled } = await trainWith(ExponentialMovingAverage({ decay: 0.8 }));
    // As in Keras, it begins as the weights after the first step.
    const average = raw.reduce((mean, weights) => mix(0.8, mean, weights));
    expect(settled.slice(0, 5)).toEqual(raw.slice(0, 5));
    expectClose(settled[5] ?? [], average);
  });

  it('an exponential moving average leaves moving statistics alone', async () => {
    const layers = [Flatten(), BatchNormalization(), softmax];
    const [plain, averaged] = [compiled({}, layers), compiled({}, layers)];
    await plain.fit(rows, options);
    await averaged.fit(rows, { ...options, callbacks: [ExponentialMovingAverage()] });
    const [expected, found] = [await plain.getWeights(), await averaged.getWeights()];
    for (const name of ['movingMean', 'movingVariance'].map((weight) => `batch_normalization_1/${weight}`)) {
      expect(found.get(name)).toEqual(expected.get(name));
    }
    expect(found.get('dense_1/kernel')).not.toEqual(expected.get('dense_1/kernel'));
  });

  it.each(averages)('%s is the result of a training that ends early', async (_, create) => {
    const average = create();
    let expected: readonly number[] = [];
    const stop: Callback = {
      async onBatchEnd({ epoch, batch }, training) {
        if (epoch !== 1 || batch !== 1) return;
        expected = flat(await training.finalWeights());
        expect(expected).not.toEqual(await weightsOf(training.model));
        training.stopTraining();
      },
    };
    const model = compiled({ optimizer: SGD({ learningRate: 0.3 }) });
    await model.fit(rows, { ...options, callbacks: [average, stop] });
    expect(await weightsOf(model)).toEqual(expected);
  });

  it.each(averages)('%s is what early stopping keeps of the best epoch', async (_, create) => {
    const ends: (readonly number[])[] = [];
    const record: Callback = {
      async onEpochEnd(_end, training) {
        ends.push(flat(await training.finalWeights()));
      },
    };
    const best = EarlyStopping({ monitor: 'loss', mode: 'max', restoreBestWeights: true, patience: 9 });
    for (const callbacks of [
      [create(), best, record],
      [best, create(), record],
    ]) {
      ends.length = 0;
      const model = compiled({ optimizer: SGD({ learningRate: 0.3 }) });
      await model.fit(rows, { ...options, epochs: 3, callbacks });
      expect(best.bestEpoch).toBe(0);
      expect(await weightsOf(model)).toEqual(ends[0]);
      expect(ends[0]).not.toEqual(ends[2]);
    }
  });

  it.each(averages)('a state with %s in it does not change afterwards', async (_, create) => {
    let held: { readonly state: TrainingState; readonly copy: TrainingState } | undefined;
    const capture: Callback = {
      async onBatchEnd({ epoch, batch }, training) {
        if (epoch !== 0 || batch !== 1) return;
        const state = await training.state();
        held = { state, copy: structuredClone(state) };
      },
    };
    await compiled().fit(rows, { ...options, callbacks: [create(), capture] });
    expect(held?.state.tensors.has('callback/0/dense_1/kernel')).toBe(true);
    expect(held?.state).toEqual(held?.copy);
  });

  it('is chosen by plain data, and refuses what it does not know', () => {
    expect(averagingCallback({ type: 'Lookahead', period: 3 }).name).toBe('Lookahead');
    expect(() => averagingCallback({ type: 'Lookahead', period: 0 })).toThrow(/period: .*found 0/);
    // @ts-expect-error: what a file may hold
    expect(() => averagingCallback({ type: 'Lookahed' })).toThrow(
      'unknown averaging: Lookahed. Did you mean Lookahead?',
    );
  });
});
