import { readOptions } from '../../layers/options.ts';
import type { Callback } from './callback.ts';
import { WeightAverage } from './weightAverage.ts';

/** What `Lookahead` is told. */
export interface LookaheadOptions {
  /** Steps between two meetings of weights and average. @default 5 */
  readonly period?: number;
  /** How much of the average one step keeps at the end of the training; a period keeps `decay ** period`. @default 0.95 */
  readonly decay?: number;
  /** The share kept grows from 0 with this power of the part of the training that is over; 0 for a constant. @default 3 */
  readonly power?: number;
}

/**
 * Lookahead (Zhang et al. 2019), with the growing decay of Jordan 2024: every `period` steps
 * `average ← α · average + (1 − α) · weights`, then `weights ← average`, where `α = decay ** period · (step / steps) ** power`.
 * However the training ends, unless with an error, the weights become the average: that of the best epoch with
 * `EarlyStopping({ restoreBestWeights: true })`, else that of the last step.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function Lookahead(options: LookaheadOptions = {}): Callback {
  const read = readOptions('Lookahead', options, ['period', 'decay', 'power'], 'invalid-argument');
  const period = read.positiveInteger('period', 5);
  const decay = read.number('decay', 'a number from 0 to 1', (d) => d >= 0 && d <= 1, 0.95);
  const power = read.number('power', 'a number of at least 0', (p) => p >= 0, 3);
  const average = new WeightAverage();
  return {
    name: 'Lookahead',

    async onTrainBegin({ model }) {
      average.weights = await model.getWeights();
    },

    async onBatchEnd({ epoch, batch }, { model, stepsPerEpoch, totalSteps }) {
      const step = epoch * stepsPerEpoch + batch + 1;
      const isLast = step === totalSteps;
      if (step % period === 0) {
        average.update(await model.getWeights(), decay ** period * (step / totalSteps) ** power);
      } else if (!isLast) return;
      await model.setWeights(average.weights);
    },

    finalWeights: (weights) => average.over(weights),

    state: () => ({ data: null, tensors: average.weights }),

    restore({ tensors }) {
      average.weights = tensors;
    },
  };
}
