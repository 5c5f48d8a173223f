import { readOptions } from '../../layers/options.ts';
import type { Callback } from './callback.ts';
import { trainableOf, WeightAverage } from './weightAverage.ts';

/** What `ExponentialMovingAverage` is told. */
export interface ExponentialMovingAverageOptions {
  /** How much of the average one step keeps. @default 0.99, as Keras's `ema_momentum` */
  readonly decay?: number;
  /** Steps between two updates of the average. @default 1 */
  readonly period?: number;
}

/**
 * Averages the weights of all steps, the older the less (Polyak and Juditsky 1992), as Keras's `use_ema` does:
 * `average ← decay · average + (1 − decay) · weights`, which begins as the weights after the first step. Only what the
 * optimizer trains is averaged; moving statistics stay as they are. It does not disturb the training. However the
 * training ends, unless with an error, the weights become the average: that of the best epoch with
 * `EarlyStopping({ restoreBestWeights: true })`, else that of the last step.
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

    onTrainBegin() {
      average.weights = new Map();
    },

    async onBatchEnd({ epoch, batch }, { model, stepsPerEpoch, totalSteps }) {
      const step = epoch * stepsPerEpoch + batch + 1;
      const isLast = step === totalSteps;
      if (step % period !== 0 && !isLast) return;
      const weights = await model.getWeights();
      if (step % period === 0) average.update(trainableOf(model, weights), decay ** period);
      // The last epoch is validated with the weights that the training leaves.
      if (isLast) await model.setWeights(average.over(weights));
    },

    finalWeights: (weights) => average.over(weights),

    state: () => ({ data: null, tensors: average.weights }),

    restore({ tensors }, { model }) {
      average.weights = trainableOf(model, tensors);
    },
  };
}
