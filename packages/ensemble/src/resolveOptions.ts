// Options with every default filled in and every value checked, before anything is started or written.

import {
  averagingCallback,
  CategoricalCrossentropy,
  EarlyStopping,
  type ImageShape,
  type OptimizerSpec,
  preset,
  RMSprop,
  resolveAugmentation,
  resolveOptimizer,
  Sequential,
  type SequentialConfig,
  suggestion,
} from '@convoy/core';
import { type CombinationName, combinationNames } from './combine/combination.ts';
import { isFitted, noValidation } from './combine/fit.ts';
import { EnsembleError } from './errors.ts';
import type { TrainingConfig } from './member/spec.ts';
import { constantRate, strategyNames } from './member/strategy.ts';
import type { EarlyStoppingOptions, TrainEnsembleOptions } from './options.ts';
import { type Reliability, resolveReliability } from './reliability.ts';
import { resolveViews } from './testTimeAugmentation/views.ts';

export interface ResolvedOptions {
  readonly members: number;
  readonly workers: number;
  readonly seed: number;
  readonly validationSplit: number;
  readonly combine: CombinationName;
  readonly calibrate: boolean;
  /** At least one; members take one after the other in turn. */
  readonly models: readonly [SequentialConfig, ...SequentialConfig[]];
  /** With the first of the models. */
  readonly training: TrainingConfig;
  readonly reliability: Reliability;
}

/**
 * @param processors how many workers there are at most if none are asked for
 * @throws {EnsembleError} `invalid-option`, naming the option, its value, and what is allowed
 * @throws {CoreError} if the model is unknown, or its layers do not fit together
 */
export function resolveOptions(options: TrainEnsembleOptions, processors: number): ResolvedOptions {
  const { dataset, seed = 0, validationSplit = 1 / 6, earlyStopping } = options;
  const { strategy = 'independent', combine = 'mean', calibrate = false } = options;
  const { imageShape, classNames } = dataset;
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
  requireOneOf('strategy', strategy, strategyNames);
  requireOneOf('combine', combine, combinationNames);
  const fitting = { method: combine, calibrate };
  if (isFitted(fitting) && validationSplit === 0) throw noValidation(fitting);
  const [model, ...others] = listOf(options.model).map((one) =>
    resolveModel(one, imageShape, classNames.length),
  );
  if (model === undefined) throw invalid('model', 'at least one model', 'none');
  const optimizer = resolveOptimizer(options.optimizer ?? RMSprop());
  requireCallbacks(options);
  if (strategy === 'snapshot') requireSnapshots(optimizer, others.length + 1, earlyStopping);
  return {
    members,
    // More workers than members would only wait, as would more than one for members that follow each other.
    workers: strategy === 'snapshot' ? 1 : Math.min(workers, members),
    seed,
    validationSplit,
    combine,
    calibrate,
    models: [model, ...others],
    training: {
      model,
      optimizer,
      labelSmoothing: options.labelSmoothing ?? 0,
      averaging: options.averaging ?? null,
      epochs: positive('epochs', options.epochs ?? 3),
      batchSize: wholeFrom1('batchSize', options.batchSize ?? 256),
      dropRemainder: options.dropRemainder ?? false,
      augmentation: resolveAugmentation(options.augmentation ?? [], dataset.imageShape),
      testTimeAugmentation,
      earlyStopping: earlyStopping ?? null,
      strategy,
      backend: options.backend ?? 'auto',
      kernels: options.kernels ?? 'fast',
    },
    reliability: resolveReliability(options, members),
  };
}

type Model = string | SequentialConfig;

function listOf(model: TrainEnsembleOptions['model']): readonly Model[] {
  const isList = (value: typeof model): value is readonly Model[] => Array.isArray(value);
  return isList(model) ? model : [model];
}

/** The network with every name and default explicit, as it is saved. */
export function resolveModel(model: Model, imageShape: ImageShape, classes: number): SequentialConfig {
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

/** Says now what would otherwise fail every member: an option of what listens to its training, or of its loss. */
function requireCallbacks({ earlyStopping, averaging, labelSmoothing = 0 }: TrainEnsembleOptions): void {
  CategoricalCrossentropy({ labelSmoothing });
  if (earlyStopping) EarlyStopping(earlyStopping);
  if (averaging) averagingCallback(averaging);
}

function requireMonitored(earlyStopping: EarlyStoppingOptions | undefined, validationSplit: number): void {
  const monitor = earlyStopping && (earlyStopping.monitor ?? 'valLoss');
  if (monitor?.startsWith('val') && validationSplit === 0) {
    throw invalid('earlyStopping', 'a monitor that is measured: validationSplit is 0', monitor);
  }
}

/** One training has one network, and the end of each cycle is the member: there is no earlier, better epoch to go back to. */
function requireSnapshots(
  optimizer: OptimizerSpec,
  models: number,
  earlyStopping: EarlyStoppingOptions | undefined,
): void {
  constantRate(optimizer);
  if (models > 1) throw invalid('model', 'one model with strategy snapshot', `${models} of them`);
  if (earlyStopping !== undefined) {
    throw invalid('earlyStopping', 'none with strategy snapshot', JSON.stringify(earlyStopping));
  }
}

function requireOneOf(option: string, value: string, names: readonly string[]): void {
  if (names.includes(value)) return;
  throw new EnsembleError('invalid-option', `unknown ${option}: ${value}. ${suggestion(value, names)}`);
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
