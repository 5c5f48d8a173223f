// Options with every default filled in and every value checked, before anything is started or written.

import {
  type ImageShape,
  preset,
  RMSprop,
  resolveAugmentation,
  Sequential,
  type SequentialConfig,
} from '@convoy/core';
import { EnsembleError } from './errors.ts';
import type { TrainingConfig } from './member/job.ts';
import type { EarlyStoppingOptions, TrainEnsembleOptions } from './options.ts';
import { resolveViews } from './testTimeAugmentation/views.ts';

export interface ResolvedOptions {
  readonly members: number;
  readonly workers: number;
  readonly seed: number;
  readonly validationSplit: number;
  readonly training: TrainingConfig;
}

/**
 * @param processors how many workers there are at most if none are asked for
 * @throws {EnsembleError} `invalid-option`, naming the option, its value, and what is allowed
 * @throws {CoreError} if the model is unknown, or its layers do not fit together
 */
export function resolveOptions(options: TrainEnsembleOptions, processors: number): ResolvedOptions {
  const { dataset, seed = 0, validationSplit = 1 / 6, earlyStopping } = options;
  const members = wholeFrom1('members', options.members ?? 5);
  const workers = wholeFrom1('workers', options.workers ?? processors);
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw invalid('seed', `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}`, seed);
  }
  if (!(validationSplit >= 0 && validationSplit < 1)) {
    throw invalid('validationSplit', 'a number from 0 to below 1', validationSplit);
  }
  requireMonitored(earlyStopping, validationSplit);
  const { testTimeAugmentation = 'none' } = options;
  resolveViews(testTimeAugmentation, dataset.imageShape);
  return {
    members,
    // More workers than members would only wait.
    workers: Math.min(workers, members),
    seed,
    validationSplit,
    training: {
      model: resolveModel(options.model, dataset.imageShape, dataset.classNames.length),
      optimizer: options.optimizer ?? RMSprop(),
      labelSmoothing: options.labelSmoothing ?? 0,
      averaging: options.averaging ?? null,
      epochs: positive('epochs', options.epochs ?? 3),
      batchSize: wholeFrom1('batchSize', options.batchSize ?? 256),
      dropRemainder: options.dropRemainder ?? false,
      augmentation: resolveAugmentation(options.augmentation ?? [], dataset.imageShape),
      testTimeAugmentation,
      earlyStopping: earlyStopping ?? null,
      backend: options.backend ?? 'auto',
      kernels: options.kernels ?? 'fast',
    },
  };
}

/** The network with every name and default explicit, as it is saved. */
export function resolveModel(
  model: string | SequentialConfig,
  imageShape: ImageShape,
  classes: number,
): SequentialConfig {
  const network = new Sequential(typeof model === 'string' ? preset(model, { imageShape, classes }) : model);
  // Says now what would otherwise fail every member: a network that does not end as the loss needs it.
  network.compile();
  const { config, structure } = network;
  if (String(config.inputShape) !== String(imageShape)) {
    throw invalid('model', `inputShape [${imageShape}], that of the images`, `[${config.inputShape}]`);
  }
  if (String(structure.outputShape) !== String([classes])) {
    throw invalid('model', `an output of [${classes}], one for each class`, `[${structure.outputShape}]`);
  }
  return config;
}

function requireMonitored(earlyStopping: EarlyStoppingOptions | undefined, validationSplit: number): void {
  const monitor = earlyStopping && (earlyStopping.monitor ?? 'valLoss');
  if (monitor?.startsWith('val') && validationSplit === 0) {
    throw invalid('earlyStopping', 'a monitor that is measured: validationSplit is 0', monitor);
  }
}

/** @throws {EnsembleError} */
export function wholeFrom1(option: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw invalid(option, 'a whole number from 1', value);
  return value;
}

/** @throws {EnsembleError} */
export function positive(option: string, value: number): number {
  if (!(value > 0 && Number.isFinite(value))) throw invalid(option, 'a number above 0', value);
  return value;
}

function invalid(option: string, expected: string, found: unknown): EnsembleError {
  return new EnsembleError('invalid-option', `${option}: expected ${expected}, got ${String(found)}`);
}
