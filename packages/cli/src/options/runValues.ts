// A run's configuration in the words of `convoy train`.

import { preset, presetNames } from '@convoy/core';
import { resolveConfig } from '@convoy/core/internal';
import type { RunManifest } from '@convoy/ensemble';
import { shorthandsOf, shorthandsOfOptimizer } from '@convoy/ensemble/options';

type Configuration = RunManifest['configuration'];
type Values = Readonly<Record<string, unknown>>;

/** The options of the run that a run.json describes; where and how fast it ran is left out. */
export function valuesOfRun({ configuration, dataset, modules }: RunManifest): Values {
  const { folder, imageSize, channels, testSplit, seed: splitSeed } = dataset.origin ?? {};
  // The weights that members start from lie beside run.json: see `readConfig`.
  const { workers: _, startFrom: __, ...values } = plainConfiguration(configuration);
  return {
    dataset: folder ?? dataset.name,
    // The flag says width × height.
    ...(imageSize && { imageSize: `${imageSize[1]}x${imageSize[0]}` }),
    ...(channels && { channels }),
    ...(folder !== undefined && { testSplit, splitSeed }),
    ...(modules && { modules }),
    ...values,
    model: modelValue(configuration, dataset),
    ...shorthandsOfOptimizer(configuration.optimizer),
  };
}

/**
 * What a file says, as options: null is an option that was not given, `models` several models, and `earlyStopping` becomes the
 * options that say the same one by one, so that a flag can win over each.
 */
export function plainConfiguration(file: object): Values {
  const { models, earlyStopping, ...values } = Object.fromEntries(Object.entries(file));
  const given = Object.entries(values).filter(([, value]) => value !== null);
  return {
    ...(earlyStopping !== undefined && shorthandsOf(earlyStopping, Number(values.epochs))),
    ...Object.fromEntries(given),
    ...(models !== undefined && { model: models }),
  };
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
