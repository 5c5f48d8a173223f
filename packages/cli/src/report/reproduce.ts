// The command that trains a run again, from what its run.json says.

import {
  type OptimizerSpec,
  optimizerNames,
  preset,
  presetNames,
  resolveConfig,
  resolveOptimizer,
} from '@convoy/core';
import { type RunManifest, recipes } from '@convoy/ensemble';
import { checkOptions } from '@convoy/ensemble/options';
import { valuesOfRun } from '../options/runValues.ts';
import { trainOptions } from '../options/trainOptions.ts';
import { trainCommand } from '../train/command.ts';

type Configuration = RunManifest['configuration'];
type Values = Readonly<Record<string, unknown>>;

/** @param run its directory, whose run.json says what flags cannot */
export function reproduction(manifest: RunManifest, run: string): string {
  const { configuration, dataset } = manifest;
  const values = {
    ...valuesOfRun(manifest),
    model: modelValue(configuration, dataset),
    ...optimizerValues(configuration.optimizer),
  };
  const named = recipes
    .filter((each) => each.dataset === (dataset.origin?.folder ?? dataset.name))
    .map(({ name }) => ({ recipe: name }));
  const commands = [{}, ...named].map((each) =>
    trainCommand(checkOptions(trainOptions, { ...values, ...each })),
  );
  return commands.find((command) => command !== null) ?? `convoy train --config ${run}/run.json`;
}

/** Presets by their names, and networks of one's own as data. */
function modelValue(
  { model, models = [model] }: Configuration,
  { imageShape, classNames }: RunManifest['dataset'],
): unknown {
  const canonical = (config: Configuration['model']) => JSON.stringify(resolveConfig(resolveConfig(config)));
  const named = new Map(
    presetNames.map((name) => [canonical(preset(name, { imageShape, classes: classNames.length })), name]),
  );
  const values = models.map((each) => named.get(canonical(each)) ?? each);
  return values.length === 1 ? values[0] : values;
}

/** By its name, and its learning rate if that is not the default; as data if anything else is. */
function optimizerValues(optimizer: OptimizerSpec): Values {
  const { learningRate } = optimizer;
  const text = (spec: OptimizerSpec) => JSON.stringify(resolveOptimizer(spec));
  for (const name of optimizerNames) {
    const plain = resolveOptimizer(name);
    if (text(plain) === text(optimizer)) return { optimizer: name };
    if (text({ ...plain, learningRate }) === text(optimizer)) return { optimizer: name, learningRate };
  }
  return { optimizer };
}
