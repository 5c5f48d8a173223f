// Checked options to `trainEnsemble`: loads the data, chooses the run directory, shows events, hears Ctrl-C.

import {
  type AugmentationSpec,
  type AveragingSpec,
  type Dataset,
  presetNames,
  type SequentialConfig,
} from '@convoy/core';
import { type TrainEnsembleOptions, type TrainResult, trainEnsemble } from '@convoy/ensemble';
import { openDataset } from '../data/openDataset.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { requireOneOf } from '../options/choices.ts';
import type { TrainOptions } from '../options/trainOptions.ts';
import { createReporter } from '../ui/reporter.ts';
import { optimizerSpec } from './optimizer.ts';
import { defaultRunDirectory } from './runDirectory.ts';

export interface TrainOutcome {
  readonly result: TrainResult;
  readonly interrupted: boolean;
}

/** Trains as the options say; `dataset` spares loading it again where the caller has it. */
export async function trainWith(
  options: TrainOptions,
  { json = false, dataset }: { json?: boolean; dataset?: Dataset } = {},
): Promise<TrainOutcome> {
  const { model } = options;
  if (typeof model === 'string') requireOneOf('model', model, presetNames);
  const loaded = dataset ?? (await openDataset(options.dataset, options.dataDir));
  const modelName = typeof model === 'string' ? model : 'custom';
  const out = options.out ?? defaultRunDirectory(options.dataset, modelName, options.seed);

  const reporter = await createReporter(json);
  const interruption = listenForInterrupt(reporter.onInterrupt);
  try {
    const result = await trainEnsemble({
      ...ensembleOptions(options, loaded),
      out,
      onEvent: (event) => reporter.onEvent(event),
      signal: interruption.signal,
    });
    return { result, interrupted: interruption.signal.aborted };
  } finally {
    reporter.close();
    interruption.release();
  }
}

function ensembleOptions(options: TrainOptions, dataset: Dataset): TrainEnsembleOptions {
  const { members, workers, seed, epochs, batchSize, dropRemainder, validationSplit } = options;
  const { labelSmoothing, averaging, augmentation, backend, kernels } = options;
  return {
    dataset,
    // The engine checks a model of one's own, layer by layer.
    model: typeof options.model === 'string' ? options.model : (options.model as unknown as SequentialConfig),
    members,
    workers,
    seed,
    epochs,
    batchSize,
    dropRemainder,
    labelSmoothing,
    // The engine checks what these say by their type.
    ...(averaging && { averaging: averaging as AveragingSpec }),
    augmentation: augmentation as unknown as readonly AugmentationSpec[],
    validationSplit,
    backend,
    kernels,
    optimizer: optimizerSpec(options.optimizer, options.learningRate),
    ...earlyStopping(options),
  };
}

/**
 * Members keep the weights of their best epoch, as the lecture trains (`restore_best_weights`); without `patience` none
 * stops before its last epoch. With nothing to measure on there is no best epoch, and the last one's weights stay.
 */
function earlyStopping(options: TrainOptions): Pick<TrainEnsembleOptions, 'earlyStopping'> {
  const { weights, patience, monitor, minDelta, validationSplit, epochs } = options;
  const canMeasure = validationSplit > 0 || monitor !== undefined;
  if (patience === undefined && !(weights === 'best' && canMeasure)) return {};
  return {
    earlyStopping: {
      patience: patience ?? Math.ceil(epochs),
      restoreBestWeights: weights === 'best',
      ...(monitor === undefined ? {} : { monitor }),
      ...(minDelta === undefined ? {} : { minDelta }),
    },
  };
}
