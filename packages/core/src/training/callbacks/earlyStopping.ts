// EarlyStopping: ends a training that has stopped getting better, by Keras 3's rules.

import type { Weights } from '../../format/tensor.ts';
import { readOptions } from '../../layers/options.ts';
import type { Callback } from './callback.ts';
import { createMonitor, type MonitorOptions } from './monitor.ts';

/** What `EarlyStopping` is told. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement after which training stops. @default 0 */
  readonly patience?: number;
  /** The least change that counts as improvement. @default 0 */
  readonly minDelta?: number;
  /** A value that must be beaten, too, for patience to begin anew. @default null */
  readonly baseline?: number | null;
  /**
   * Whether the model ends with the weights of its best epoch, *however* training ends: after its last epoch, stopped,
   * or with an error such as a loss that is not finite. With an averaging callback, they are the average at the end of
   * that epoch. Costs a copy of the weights at each improvement.
   * @default false
   */
  readonly restoreBestWeights?: boolean;
  /** Epochs at the beginning that are not watched. @default 0 */
  readonly startFromEpoch?: number;
}

/** The callback that `EarlyStopping` makes. */
export interface EarlyStoppingCallback extends Callback {
  /** The best value so far, and its epoch, counted from 0; null before the first epoch. */
  readonly best: number | null;
  readonly bestEpoch: number | null;
  /** The epoch after which it stopped the training; null if it did not. */
  readonly stoppedEpoch: number | null;
}

const optionNames = [
  'monitor',
  'mode',
  'patience',
  'minDelta',
  'baseline',
  'restoreBestWeights',
  'startFromEpoch',
] as const satisfies readonly (keyof EarlyStoppingOptions)[];

const wholeNumber = [
  'a whole number of at least 0',
  (value: number) => Number.isSafeInteger(value) && value >= 0,
] as const;

/**
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * EarlyStopping({ monitor: 'valLoss', patience: 5, mode: 'auto', restoreBestWeights: true });
 */
export function EarlyStopping(options: EarlyStoppingOptions = {}): EarlyStoppingCallback {
  const label = 'EarlyStopping';
  const read = readOptions(label, options, optionNames, 'invalid-argument');
  const patience = read.number('patience', ...wholeNumber, 0);
  const startFromEpoch = read.number('startFromEpoch', ...wholeNumber, 0);
  const restoreBestWeights = read.boolean('restoreBestWeights', false);
  const hasBaseline = (read.value('baseline') ?? null) !== null;
  const baseline = hasBaseline ? read.number('baseline', 'a number or null', () => true) : null;
  const monitor = createMonitor(
    label,
    read,
    read.number('minDelta', 'a number', () => true, 0),
  );

  const fresh = { wait: 0, best: null as number | null, bestEpoch: null as number | null };
  let { wait, best, bestEpoch } = fresh;
  let stoppedEpoch: number | null = null;
  let bestWeights: Weights | null = null;

  return {
    name: label,
    get best() {
      return best;
    },
    get bestEpoch() {
      return bestEpoch;
    },
    get stoppedEpoch() {
      return stoppedEpoch;
    },

    onTrainBegin(training) {
      monitor.requireMeasured(training);
      ({ wait, best, bestEpoch } = fresh);
      stoppedEpoch = null;
      bestWeights = null;
    },

    async onEpochEnd(metrics, training) {
      const { epoch } = metrics;
      if (epoch < startFromEpoch) return;
      const value = monitor.valueOf(metrics);
      wait += 1;
      if (monitor.isBetter(value, best ?? monitor.worst)) {
        best = value;
        bestEpoch = epoch;
        if (restoreBestWeights) bestWeights = await training.finalWeights();
        if (baseline === null || monitor.isBetter(value, baseline)) wait = 0;
      } else if (wait >= patience && epoch > 0) {
        stoppedEpoch = epoch;
        training.stopTraining();
      }
    },

    async onTrainEnd({ model }) {
      if (bestWeights !== null) await model.setWeights(bestWeights);
    },

    state: () => ({ data: { wait, best, bestEpoch, stoppedEpoch }, tensors: bestWeights ?? new Map() }),

    restore({ data, tensors }, training) {
      ({ wait, best, bestEpoch, stoppedEpoch } = data as unknown as typeof fresh & {
        stoppedEpoch: number | null;
      });
      bestWeights = tensors.size > 0 ? tensors : null;
      if (stoppedEpoch !== null) training.stopTraining();
    },
  };
}
