// Options with every default filled in and every value checked, before anything is started or written.

import {
  EarlyStopping,
  type ImageShape,
  type OptimizerSpec,
  preset,
  Sequential,
  type SequentialConfig,
} from '@convoy/core';
import { averagingCallback, resolveAugmentation } from '@convoy/core/internal';
import { isFitted, noValidation } from '../combine/fit.ts';
import { EnsembleError } from '../errors.ts';
import { constantRate } from '../member/strategy.ts';
import { strengthened } from '../options/augmentation.ts';
import { checkOptions, checkValue } from '../options/check.ts';
import { resolveClassWeights } from '../options/classWeight.ts';
import type { TrainingConfig } from '../options/configuration.ts';
import { type EarlyStoppingOptions, requireOneWay, resolveStopping } from '../options/earlyStopping.ts';
import { faultTolerance } from '../options/faultTolerance.ts';
import { freezeLayers } from '../options/freeze.ts';
import { wholeNumber } from '../options/kind.ts';
import { resolveLosses } from '../options/loss.ts';
import type { Model } from '../options/modelAndData.ts';
import { optimizerOf } from '../options/optimizer.ts';
import { keysOf, pick } from '../options/option.ts';
import type { Reliability } from '../options/reliability.ts';
import {
  type CompleteOptions,
  type EnsembleKey,
  keysThatDetermine,
  trainingOptions,
} from '../options/table.ts';
import type { TrainEnsembleOptions } from '../options/trainEnsembleOptions.ts';
import { resolveViews } from '../testTimeAugmentation/views.ts';

export interface ResolvedOptions extends Pick<CompleteOptions, EnsembleKey> {
  readonly workers: number;
  /** At least one; members take one after the other in turn. */
  readonly models: readonly [SequentialConfig, ...SequentialConfig[]];
  /** With the first of the models. */
  readonly training: TrainingConfig;
  readonly reliability: Reliability;
}

/**
 * @param processors how many workers there are at most if none are asked for
 * @throws {EnsembleError} `invalid-option`, naming the option, its value, and what is expected
 * @throws {CoreError} if the model's layers, or the parts of an optimizer or an augmentation, do not fit together
 */
export function resolveOptions(options: TrainEnsembleOptions, processors: number): ResolvedOptions {
  const checked = checkOptions(trainingOptions, options);
  requireOneWay(options);
  const { dataset, members, workers, strategy, combine, calibrate, validationSplit } = checked;
  const { imageShape, classNames } = dataset;
  resolveViews(checked.testTimeAugmentation, imageShape);
  const earlyStopping = resolveStopping(checked);
  const fitting = { method: combine, calibrate };
  if (isFitted(fitting) && validationSplit === 0) throw noValidation(fitting);
  const { loss, labelSmoothing } = resolveLosses(checked);
  const resolve = (one: Model) => resolveModel(one, imageShape, classNames.length);
  const resolved = listOf(checked.model).map(resolve);
  const { freeze } = checked;
  const [model, ...others] = freeze === null ? resolved : freezeLayers(resolved, freeze).map(resolve);
  if (model === undefined) throw invalid('model', 'at least one model', 'none');
  const optimizer = optimizerOf(checked);
  requireCallbacks(checked.averaging, earlyStopping);
  if (strategy === 'snapshot') requireSnapshots(optimizer, others.length + 1, earlyStopping);
  const limit = { expected: `a whole number from 1 to ${members}, the number of members` };
  checkValue('minMembers', { ...wholeNumber(1, members), ...limit }, checked.minMembers);
  const { loss: _, classWeight, ...ofMembers } = pick(checked, keysThatDetermine('member'));
  return {
    ...pick(checked, keysThatDetermine('ensemble')),
    // More workers than members would only wait, as would more than one for members that follow each other.
    workers: strategy === 'snapshot' ? 1 : Math.min(workers ?? processors, members),
    models: [model, ...others],
    training: {
      ...ofMembers,
      ...(loss && { loss }),
      ...(classWeight && { classWeight: resolveClassWeights(classWeight, classNames) }),
      labelSmoothing,
      model,
      optimizer,
      augmentation: resolveAugmentation(strengthened(checked), imageShape),
      earlyStopping,
    },
    reliability: pick(checked, keysOf(faultTolerance)),
  };
}

function listOf(model: CompleteOptions['model']): readonly Model[] {
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

/** Refuses now what would otherwise fail every member: options of its callbacks. */
function requireCallbacks(
  averaging: CompleteOptions['averaging'],
  earlyStopping: EarlyStoppingOptions | null,
): void {
  if (earlyStopping) EarlyStopping(earlyStopping);
  if (averaging) averagingCallback(averaging);
}

/** One training has one network, and the end of each cycle is the member: there is no earlier, better epoch to go back to. */
function requireSnapshots(
  optimizer: OptimizerSpec,
  models: number,
  earlyStopping: EarlyStoppingOptions | null,
): void {
  constantRate(optimizer);
  if (models > 1) throw invalid('model', 'one model with strategy snapshot', `${models} of them`);
  if (earlyStopping !== null) {
    throw invalid('earlyStopping', 'none with strategy snapshot', JSON.stringify(earlyStopping));
  }
}

function invalid(option: string, expected: string, found: string): EnsembleError {
  return new EnsembleError('invalid-option', `${option}: expected ${expected}, got ${found}`);
}
