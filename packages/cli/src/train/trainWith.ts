// Checked options to `trainEnsemble`: loads the data, chooses the run directory, shows events, hears Ctrl-C.

import { join } from 'node:path';
import type { Dataset } from '@convoy/core';
import { confusionMatrix } from '@convoy/ensemble';
import { type TrainResult, trainEnsemble } from '@convoy/ensemble/node';
import { openDataset } from '../data/openDataset.ts';
import { isFolder } from '../data/openFolder.ts';
import { listenForInterrupt } from '../interrupt.ts';
import type { TrainOptions } from '../options/trainOptions.ts';
import { createReporter } from '../ui/createReporter.ts';
import { printError, printJson } from '../ui/output.ts';
import { type Choice, choiceLines } from './chooseDefaults.ts';
import { trainCommand } from './command.ts';
import { ensembleOptions, modelName, namedByFlag } from './ensembleOptions.ts';
import { defaultRunDirectory } from './runDirectory.ts';
import { warningsAfter, warningsBefore } from './warnings.ts';

export interface TrainOutcome {
  readonly result: TrainResult;
  readonly interrupted: boolean;
}

/** Trains as the options say; `dataset` spares loading it again where the caller has it. */
export async function trainWith(
  options: TrainOptions,
  {
    json = false,
    dataset,
    choices = [],
  }: { json?: boolean; dataset?: Dataset; choices?: readonly Choice[] } = {},
): Promise<TrainOutcome> {
  const name = modelName(options.model);
  const loaded = dataset ?? (await openDataset(options.dataset, options.dataDir, options));
  const out = options.out ?? defaultRunDirectory(loaded.name, name, options.seed);

  const reporter = await createReporter(json, {
    choices: choiceLines(choices),
    text: `${name} on ${loaded.name}, seed ${options.seed}`,
    command: trainCommand(options) ?? `convoy train --config ${join(out, 'run.json')}`,
  });
  if (json && choices.length > 0) printJson({ event: 'chosen', choices });
  const folder = isFolder(options.dataset);
  if (folder) {
    for (const message of warningsBefore(loaded, options)) reporter.onEvent({ event: 'warning', message });
  }
  const interruption = listenForInterrupt(reporter.onInterrupt);
  let outcome: TrainOutcome;
  try {
    const result = await trainEnsemble({
      ...ensembleOptions(options, loaded),
      out,
      onEvent: (event) => reporter.onEvent(event),
      signal: interruption.signal,
    });
    outcome = { result, interrupted: interruption.signal.aborted };
  } catch (error) {
    throw namedByFlag(error);
  } finally {
    reporter.close();
    interruption.release();
  }
  if (folder) await warnOfResult(outcome.result, loaded);
  if (options.report) await reportUnlessStopped(outcome, loaded, json);
  return outcome;
}

/** The report of a run that ended, and has something to show. */
export async function reportUnlessStopped(
  { result, interrupted }: TrainOutcome,
  dataset: Dataset,
  quiet: boolean,
): Promise<void> {
  if (result.run === null || result.ensemble === null || result.stopped || interrupted) return;
  const { reportAtEnd } = await import('../report/reportAtEnd.ts');
  await reportAtEnd(result.run, quiet, { dataset });
}

/** What is wrong with a result, and what may help. */
async function warnOfResult({ ensemble }: TrainResult, { classNames, test }: Dataset): Promise<void> {
  if (ensemble === null) return;
  const { probabilities } = await ensemble.predict(test.images);
  const matrix = confusionMatrix(probabilities, test.labels, classNames.length);
  for (const message of warningsAfter(matrix, classNames)) printError(`warning: ${message}`);
}
