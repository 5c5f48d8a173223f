// The command that trains a run again, from what its run.json says.

import { type RunManifest, recipes } from '@convoy/ensemble';
import { checkOptions } from '@convoy/ensemble/options';
import { valuesOfRun } from '../options/runValues.ts';
import { trainOptions } from '../options/trainOptions.ts';
import { trainCommand } from '../train/command.ts';

/** @param run its directory, whose run.json says what flags cannot */
export function reproduction(manifest: RunManifest, run: string): string {
  const values = valuesOfRun(manifest);
  // Flags cannot name the weights that it keeps a copy of.
  if (manifest.configuration.startFrom !== undefined) return `convoy train --config ${run}/run.json`;
  const fitting = recipes.filter(({ dataset }) => dataset === values.dataset);
  for (const recipe of [undefined, ...fitting.map(({ name }) => name)]) {
    const command = trainCommand(checkOptions(trainOptions, { ...values, recipe }));
    if (command !== null) return command;
  }
  return `convoy train --config ${run}/run.json`;
}
