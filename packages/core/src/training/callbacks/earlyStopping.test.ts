// The rules, figure by figure; that they hold within a training is in `../fit.test.ts`. What is expected was worked out by
// hand from the source of Keras 3's callback of that name.

import { describe, expect, it } from 'vitest';
import { Dense } from '../../layers/dense.ts';
import { Flatten } from '../../layers/flatten.ts';
import { createGenerator } from '../../random/generator.ts';
import { deriveSeed } from '../../random/seed.ts';
import { emptyHistory, type MetricName } from '../history.ts';
import { Sequential } from '../sequential.ts';
import type { Training } from './callback.ts';
import { EarlyStopping, type EarlyStoppingOptions } from './earlyStopping.ts';

const layers = [Flatten(), Dense({ units: 2, activation: 'softmax', biasInitializer: 'ones' })];

/** A training whose metrics are given, and whose one bias tells the epoch that the weights are of. */
async function play(options: EarlyStoppingOptions, values: readonly number[]) {
  const model = new Sequential({ inputShape: [1, 1, 1], layers });
  model.initialize(createGenerator(deriveSeed(0)));
  let stopped = false;
  const training: Training = {
    model,
    epochs: values.length,
    batchSize: 1,
    totalSteps: 1000,
    stepsPerEpoch: 1,
    metrics: ['loss', 'accuracy', 'valLoss', 'valAccuracy'],
    history: emptyHistory(),
    learningRate: 0,
    finalWeights: () => model.getWeights(),
    stopTraining: () => {
      stopped = true;
    },
    state: () => Promise.reject(new Error('not asked for here')),
  };
  const callback = EarlyStopping(options);
  await callback.onTrainBegin?.(training);
  let epoch = 0;
  for (const value of values) {
    const weights = new Map(await model.getWeights());
    weights.set('dense_1/bias', { shape: [2], data: Float32Array.of(epoch, epoch) });
    await model.setWeights(weights);
    const metrics = { loss: value, accuracy: value, valLoss: value, valAccuracy: value, learningRate: 0 };
    await callback.onEpochEnd?.({ epoch, ...metrics }, training);
    epoch += 1;
    if (stopped) break;
  }
  await callback.onTrainEnd?.(training);
  const bias = (await model.getWeights()).get('dense_1/bias')?.data[0];
  const { best, bestEpoch, stoppedEpoch } = callback;
  return { epochs: epoch, stoppedEpoch, best, bestEpoch, weightsOf: bias };
}

describe('EarlyStopping', () => {
  it('with patience 0 stops at the first epoch that is not better', async () => {
    expect(await play({}, [3, 2, 2, 1])).toMatchObject({ epochs: 3, stoppedEpoch: 2, best: 2, bestEpoch: 1 });
  });

  it('with patience n stops at the n-th epoch in a row that is not better', async () => {
    const values = [3, 2, 2.5, 2.4, 1.9, 2, 2, 2, 1];
    expect(await play({ patience: 2 }, values)).toMatchObject({ epochs: 4, bestEpoch: 1 });
    expect(await play({ patience: 3 }, values)).toMatchObject({ epochs: 8, bestEpoch: 4, best: 1.9 });
    expect(await play({ patience: 5 }, values)).toMatchObject({
      epochs: 9,
      bestEpoch: 8,
      stoppedEpoch: null,
    });
  });

  it('leaves the last weights unless told to restore the best', async () => {
    expect(await play({}, [3, 2, 2.5])).toMatchObject({ weightsOf: 2 });
    expect(await play({ restoreBestWeights: true }, [3, 2, 2.5])).toMatchObject({ weightsOf: 1 });
  });

  it('restores the best weights also when the last epoch was reached', async () => {
    const options = { restoreBestWeights: true, patience: 9 };
    expect(await play(options, [3, 1, 2, 2])).toMatchObject({ epochs: 4, stoppedEpoch: null, weightsOf: 1 });
  });

  it('counts a change of no more than minDelta as none', async () => {
    expect(await play({ minDelta: 0.5 }, [3, 2.5, 1])).toMatchObject({ epochs: 2, best: 3 });
    expect(await play({ minDelta: -0.5 }, [3, 2.4, 1])).toMatchObject({ epochs: 3, best: 1 });
  });

  it('knows by the name of a figure whether more or less is better', async () => {
    expect(await play({ monitor: 'valAccuracy' }, [0.1, 0.2, 0.2])).toMatchObject({ best: 0.2, epochs: 3 });
    expect(await play({ monitor: 'loss' }, [0.1, 0.2, 0.2])).toMatchObject({ best: 0.1, epochs: 2 });
    expect(await play({ monitor: 'loss', mode: 'max' }, [0.1, 0.2, 0.2])).toMatchObject({ best: 0.2 });
  });

  it('restarts patience only below the baseline, and restores the best epoch whatever it is', async () => {
    const options = { baseline: 1, patience: 3, restoreBestWeights: true };
    // 3, 2.5, 2 are each better than the last but not than 1, so waiting goes on; 2.2 is the fourth.
    expect(await play(options, [3, 2.5, 2, 2.2, 0.5])).toMatchObject({ epochs: 4, weightsOf: 2 });
    expect(await play(options, [3, 0.9, 2, 2, 0.5])).toMatchObject({ epochs: 5, best: 0.5 });
  });

  it('does not watch the epochs before startFromEpoch', async () => {
    const options = { startFromEpoch: 2, restoreBestWeights: true };
    expect(await play(options, [0.1, 0.2, 3, 2, 2])).toMatchObject({ epochs: 5, best: 2, weightsOf: 3 });
  });

  it('never stops after the first epoch, as in Keras', async () => {
    expect(await play({ startFromEpoch: 0 }, [Number.NaN, 1])).toMatchObject({ epochs: 2 });
  });

  it('refuses a figure that is not measured before anything is trained', () => {
    const training = { metrics: ['loss', 'accuracy'] as readonly MetricName[] } as Training;
    expect(() => EarlyStopping().onTrainBegin?.(training)).toThrowErrorMatchingInlineSnapshot(
      `[CoreError: EarlyStopping: monitor: valLoss is not measured in this training. Give fit a validationSplit or validationData, or monitor loss]`,
    );
  });
});
