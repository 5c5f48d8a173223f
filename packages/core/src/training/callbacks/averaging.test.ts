// Averages of weights, held against the same arithmetic on what each step left.

import { describe, expect, it } from 'vitest';
import { compiled, halves, weightsOf } from '../../testing/halves.ts';
import { SGD } from '../optimizers/sgd.ts';
import { averagingCallback } from './averaging.ts';
import type { Callback } from './callback.ts';
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
    const { first, raw, settled } = await trainWith(ExponentialMovingAverage({ decay: 0.8 }));
    const average = raw.reduce((mean, weights) => mix(0.8, mean, weights), first);
    expect(settled.slice(0, 5)).toEqual(raw.slice(0, 5));
    expectClose(settled[5] ?? [], average);
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
