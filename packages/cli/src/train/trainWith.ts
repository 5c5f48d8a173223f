// Checked options to `trainEnsemble`: loads the data, chooses the run directory, shows events, hears Ctrl-C.

import { resolve } from 'node:path';
import type { AveragingSpec, Dataset } from '@convoy/core';
import type { TestTimeAugmentation, TrainEnsembleOptions } from '@convoy/ensemble';
import { type TrainResult, trainEnsemble } from '@convoy/ensemble/node';
import { openDataset } from '../data/openDataset.ts';
import { listenForInterrupt } from '../interrupt.ts';
import { reliabilityOf } from '../options/reliability.ts';
import type { TrainOptions } from '../options/trainOptions.ts';
import { createReporter } from '../ui/reporter.ts';
import { chosenAugmentation } from './augmentation.ts';
import { trainCommand } from './command.ts';
import { type ChosenModels, chosenModels } from './models.ts';
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
  const { models, name } = chosenModels(options.model);
  const loaded = dataset ?? (await openDataset(options.dataset, options.dataDir, options));
  const out = options.out ?? defaultRunDirectory(loaded.name, name, options.seed);

  const reporter = await createReporter(json, {
    text: `${name} on ${loaded.name}, seed ${options.seed}`,
    command: trainCommand(options),
  });
  const interruption = listenForInterrupt(reporter.onInterrupt);
  let outcome: TrainOutcome;
  try {
    const result = await trainEnsemble({
      ...ensembleOptions(options, models, loaded),
      out,
      onEvent: (event) => reporter.onEvent(event),
      signal: interruption.signal,
    });
    outcome = { result, interrupted: interruption.signal.aborted };
  } finally {
    reporter.close();
    interruption.release();
  }
  if (options.report) await reportUnlessStopped(outcome, loaded, json);
  return outcome;
}

/** The report of a run that came to its end, and has something to show. */
export async function reportUnlessStopped(
  { result, interrupted }: TrainOutcome,
  dataset: Dataset,
  quiet: boolean,
): Promise<void> {
  if (result.run === null || result.ensemble === null || result.stopped || interrupted) return;
  const { reportAtEnd } = await import('../report/reportAtEnd.ts');
  await reportAtEnd(result.run, dataset, quiet);
}

function ensembleOptions(
  options: TrainOptions,
  model: ChosenModels['models'],
  dataset: Dataset,
): TrainEnsembleOptions {
  const { members, workers, seed, epochs, batchSize, dropRemainder, validationSplit } = options;
  const { labelSmoothing, averaging, augmentation, testTimeAugmentation, backend, kernels } = options;
  const { strategy, combine, calibrate } = options;
  const dataDir = options.dataDir ?? process.env.CONVOY_DATA;
  return {
    dataset,
    ...(dataDir && { dataDir: resolve(dataDir) }),
    ...reliabilityOf(options),
    model,
    members,
    workers,
    seed,
    epochs,
    batchSize,
    dropRemainder,
    labelSmoothing,
    // The engine checks what these say by their type.
    ...(averaging && { averaging: averaging as AveragingSpec }),
    validationSplit,
    backend,
    kernels,
    strategy,
    combine,
    calibrate,
    augmentation: chosenAugmentation(augmentation, dataset.imageShape),
    // The ensemble package checks views of one's own.
    testTimeAugmentation: testTimeAugmentation as TestTimeAugmentation,
    optimizer: optimizerSpec(options.optimizer, options.learningRate),
    ...earlyStopping(options),
  };
}

/**
 * Members keep the weights of their best epoch, as the lecture trains (`restore_best_weights`); without `patience` none
 * stops before its last epoch. With nothing to measure on there is no best epoch, and the last one's weights stay;
 * a snapshot is the end of its cycle.
 */
function earlyStopping(options: TrainOptions): Pick<TrainEnsembleOptions, 'earlyStopping'> {
  const { weights, patience, monitor, minDelta, validationSplit, epochs, strategy } = options;
  const canMeasure = (validationSplit > 0 || monitor !== undefined) && strategy !== 'snapshot';
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
