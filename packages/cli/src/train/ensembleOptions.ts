// Checked options of the command to those of `trainEnsemble`.

import { resolve } from 'node:path';
import { CoreError, type Dataset, type SequentialConfig } from '@convoy/core';
import { EnsembleError, type TrainEnsembleOptions } from '@convoy/ensemble';
import { type OptionTable, trainingOptions } from '@convoy/ensemble/options';
import { usageError } from '../errors.ts';
import { flagNamed } from '../options/flags.ts';
import { type TrainOptions, trainOptions } from '../options/trainOptions.ts';

/** The options of the library among those of the command, with the dataset in place of its name. */
export function ensembleOptions(options: TrainOptions, dataset: Dataset): TrainEnsembleOptions {
  const dataDir = options.dataDir ?? process.env.CONVOY_DATA;
  const given = Object.entries(options).filter(([key, value]) => key in trainingOptions && value !== null);
  const values = Object.fromEntries(given) as Partial<TrainEnsembleOptions>;
  return { ...values, model: options.model, dataset, ...(dataDir && { dataDir: resolve(dataDir) }) };
}

/** For the run directory: `lecture-cnn`, `lecture-cnn+lenet5`; a model as data by its own name, or `custom`. */
export function modelName(model: TrainOptions['model']): string {
  const names = [model].flat().map((each) => (typeof each === 'string' ? each : nameOf(each)));
  return [...new Set(names)].join('+');
}

/** Without what a folder's name may not hold. */
function nameOf({ name }: SequentialConfig): string {
  return name?.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+/, '') || 'custom';
}

const advice = '`convoy train --help` describes every option.';

/** What the library refuses of the options, as an error of usage that names the flag; anything else as it is. */
export function namedByFlag(error: unknown): unknown {
  const isRefusal =
    (error instanceof EnsembleError && error.code === 'invalid-option') ||
    (error instanceof CoreError && error.code === 'invalid-argument');
  if (!isRefusal) return error;
  const [, key = '', rest = ''] = /^(\w+)(: expected .*)$/s.exec(error.message) ?? [];
  const options: OptionTable = trainOptions;
  const hasFlag = Object.hasOwn(options, key) && options[key]?.flag;
  return usageError(hasFlag ? `${flagNamed(key, options)}${rest}` : error.message, advice);
}
