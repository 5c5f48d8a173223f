// When a member stops, and with which weights: from the options that say it one by one, or from one object.

import { EnsembleError } from '../errors.ts';
import { notNegative, oneOf, shown, wholeNumber, yesOrNo } from './kind.ts';

/** What can be watched for improvement. */
export const monitors = ['valLoss', 'valAccuracy', 'loss', 'accuracy'] as const;

/** When a member stops before its last epoch, and with which weights. */
export interface EarlyStoppingOptions {
  /** @default 'valLoss' */
  readonly monitor?: (typeof monitors)[number];
  /** Epochs without improvement after which training stops. @default 0 */
  readonly patience?: number;
  /** The least change that counts as improvement. @default 0 */
  readonly minDelta?: number;
  /** @default true */
  readonly restoreBestWeights?: boolean;
}

const kinds = {
  monitor: oneOf(monitors),
  patience: wholeNumber(0),
  minDelta: notNegative,
  restoreBestWeights: yesOrNo,
} satisfies Record<keyof EarlyStoppingOptions, unknown>;

/** Whether it is an object of these options, and no others. */
export function isEarlyStopping(value: unknown): value is EarlyStoppingOptions {
  if (typeof value !== 'object' || value === null) return false;
  const known = new Map<string, { is: (value: unknown) => boolean }>(Object.entries(kinds));
  return Object.entries(value).every(([key, each]) => known.get(key)?.is(each) === true);
}

/** The options that say when a member stops and what it keeps; null where one was not given. */
export interface StoppingChoices {
  readonly earlyStopping: EarlyStoppingOptions | null;
  readonly weights: 'best' | 'last';
  readonly monitor: EarlyStoppingOptions['monitor'] | null;
  readonly patience: number | null;
  readonly minDelta: number | null;
  readonly validationSplit: number;
  readonly epochs: number;
  readonly strategy: string;
}

/**
 * Members keep the weights of their best epoch, as the lecture trains (`restore_best_weights`); without `patience` none
 * stops before its last epoch. With nothing to measure on there is no best epoch, and the last one's weights stay; a
 * snapshot is the end of its cycle.
 * @returns null to train for all epochs and keep the last weights
 * @throws {EnsembleError} `invalid-option` if what is to be watched is not measured
 */
export function resolveStopping(choices: StoppingChoices): EarlyStoppingOptions | null {
  const { validationSplit } = choices;
  const stopping = choices.earlyStopping ?? stoppingOf(choices);
  const monitor = stopping && (stopping.monitor ?? 'valLoss');
  if (monitor?.startsWith('val') && validationSplit === 0) {
    throw new EnsembleError(
      'invalid-option',
      `earlyStopping: expected a monitor that is measured, as loss is, with validationSplit 0, got ${monitor}`,
    );
  }
  return stopping;
}

function stoppingOf(choices: StoppingChoices): EarlyStoppingOptions | null {
  const { weights, patience, monitor, minDelta, validationSplit, epochs, strategy } = choices;
  const canMeasure = (validationSplit > 0 || monitor !== null) && strategy !== 'snapshot';
  if (patience === null && !(weights === 'best' && canMeasure)) return null;
  return {
    patience: patience ?? Math.ceil(epochs),
    restoreBestWeights: weights === 'best',
    ...(monitor != null && { monitor }),
    ...(minDelta !== null && { minDelta }),
  };
}

/** @throws {EnsembleError} `invalid-option` if the same is said in both ways */
export function requireOneWay(given: Readonly<Record<string, unknown>>): void {
  if (given.earlyStopping === undefined || given.earlyStopping === null) return;
  for (const key of ['weights', 'monitor', 'patience', 'minDelta']) {
    if (given[key] === undefined) continue;
    throw new EnsembleError(
      'invalid-option',
      `${key}: expected none beside earlyStopping, which says it too, got ${shown(given[key])}`,
    );
  }
}

/** The options that say one by one what an object says, or null: that none stops and the last weights are kept. */
export function shorthandsOf(
  stopping: EarlyStoppingOptions | null,
  epochs: number,
): Readonly<Record<string, unknown>> {
  if (stopping === null) return { weights: 'last' };
  const { patience = 0, monitor, minDelta, restoreBestWeights = true } = stopping;
  return {
    ...(patience !== Math.ceil(epochs) && { patience }),
    ...(monitor !== undefined && { monitor }),
    ...(minDelta !== undefined && { minDelta }),
    weights: restoreBestWeights ? 'best' : 'last',
  };
}
