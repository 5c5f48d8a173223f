import { CoreError } from '../../errors.ts';
import type { Callback } from './callback.ts';

/**
 * Sets the learning rate at the beginning of each epoch. A schedule that is data, such as `CosineDecay`, is saved with a
 * run; this one is for what only a function can say.
 * @param schedule Is told the epoch, from 0, and the rate so far; returns the rate of the epoch.
 * @example
 * LearningRateScheduler((epoch, rate) => (epoch < 10 ? rate : rate * 0.9));
 */
export function LearningRateScheduler(schedule: (epoch: number, learningRate: number) => number): Callback {
  return {
    name: 'LearningRateScheduler',
    onEpochBegin(epoch, training) {
      const rate = schedule(epoch, training.learningRate);
      if (!Number.isFinite(rate) || rate < 0) {
        throw new CoreError(
          'invalid-argument',
          `LearningRateScheduler: epoch ${epoch}: expected a rate of at least 0, the schedule gave ${rate}`,
        );
      }
      training.learningRate = rate;
    },
  };
}
