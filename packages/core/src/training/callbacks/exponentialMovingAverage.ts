import { readOptions } from '../../layers/options.ts';
import type { Callback } from './callback.ts';
import { WeightAverage } from './weightAverage.ts';

/** What `ExponentialMovingAverage` is told. */
export interface ExponentialMovingAverageOptions {
  /** How much of the average one step keeps. @default 0.99, as Keras's `ema_momentum` */
  readonly decay?: number;
  /** Steps between two updates of the average. @default 1 */
  readonly period?: number;
}

/**
 * Averages the weights of all steps, the older the less (Polyak and Juditsky 1992, Keras's `use_ema`):
 * `average ← decay · average + (1 − decay) · weights`. It does not disturb the training; after the last step the weights
 * become the average.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function ExponentialMovingAverage(options: ExponentialMovingAverageOptions = {}): Callback {
  const label = 'ExponentialMovingAverage';
  const read = readOptions(label, options, ['decay', 'period'], 'invalid-argument');
  const decay = read.number('decay', 'a number from 0 to 1', (d) => d >= 0 && d <= 1, 0.99);
  const period = read.positiveInteger('period', 1);
  const average = new WeightAverage();
  return {
    name: label,

    async onTrainBegin({ model }) {
      average.weights = await model.getWeights();
    },

    async onBatchEnd({ epoch, batch }, { model, stepsPerEpoch, totalSteps }) {
      const step = epoch * stepsPerEpoch + batch + 1;
      if (step % period === 0) await average.update(model, decay ** period);
      if (step === totalSteps) await model.setWeights(average.weights);
    },

    state: () => ({ data: null, tensors: average.weights }),

    restore({ tensors }) {
      average.weights = tensors;
    },
  };
}
