// The command that trains a run again, from what its run.json says.

import { type OptimizerSpec, preset, presetNames, resolveConfig, resolveOptimizer } from '@convoy/core';
import { type RunManifest, recipes } from '@convoy/ensemble';
import { optimizerNames, trainOptions } from '../options/trainOptions.ts';
import { augmentationNames, chosenAugmentation } from '../train/augmentation.ts';
import { trainCommand } from '../train/command.ts';
import { optimizerSpec } from '../train/optimizer.ts';

type Configuration = RunManifest['configuration'];
type Values = Readonly<Record<string, unknown>>;

export interface Reproduction {
  readonly command: string;
  /** What the file that `--config` names must hold; null where flags say everything. */
  readonly config: Values | null;
}

export function reproduction(manifest: RunManifest): Reproduction {
  const values = optionValues(manifest);
  const plain = trainCommand(trainOptions.parse(values));
  if (plain !== null) return { command: plain, config: null };
  for (const { name, dataset } of recipes) {
    const command = dataset === values.dataset ? recipeCommand(name, values) : null;
    if (command !== null) return { command, config: null };
  }
  return { command: 'convoy train --config again.json', config: values };
}

/** Null where the recipe does not say what flags cannot. */
function recipeCommand(recipe: string, values: Values): string | null {
  return trainCommand(trainOptions.parse({ ...values, recipe }));
}

/** The run's configuration in the words of `convoy train`; what is as it is by default is left out. */
function optionValues({ configuration, dataset }: RunManifest): Values {
  const { members, seed, epochs, batchSize, dropRemainder, validationSplit, labelSmoothing } = configuration;
  const { strategy, combine, calibrate, averaging, testTimeAugmentation, backend, kernels } = configuration;
  const {
    folder,
    imageSize,
    channels,
    testSplit,
    seed: splitSeed,
    maxPixels,
    skipUnreadable,
  } = dataset.origin ?? {};
  const values = {
    dataset: folder ?? dataset.name,
    // The flag says width × height.
    ...(imageSize && { imageSize: `${imageSize[1]}x${imageSize[0]}` }),
    ...(channels && { channels }),
    ...(folder !== undefined && { testSplit, splitSeed, maxPixels, skipUnreadable }),
    model: modelValue(configuration, dataset),
    members,
    seed,
    epochs,
    batchSize,
    dropRemainder,
    validationSplit,
    augmentation: augmentationValue(configuration, dataset.imageShape),
    testTimeAugmentation,
    ...optimizerValues(configuration.optimizer),
    labelSmoothing,
    averaging: averaging ?? undefined,
    ...stoppingValues(configuration),
    strategy,
    combine,
    calibrate,
    backend,
    kernels,
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
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
  if (values.every((value) => typeof value === 'string')) return values.join(',');
  return values.length === 1 ? values[0] : values;
}

function augmentationValue(
  { augmentation }: Configuration,
  imageShape: RunManifest['dataset']['imageShape'],
): unknown {
  if (augmentation === undefined) return undefined;
  const named = new Map(
    augmentationNames.map((name) => [JSON.stringify(chosenAugmentation(name, imageShape)[0]), name]),
  );
  const names = augmentation.map((spec) => named.get(JSON.stringify(spec)));
  return names.length === 0 || names.includes(undefined) ? augmentation : names.join(',');
}

function optimizerValues(optimizer: OptimizerSpec): Values {
  const { learningRate } = optimizer;
  const rate = typeof learningRate === 'number' ? learningRate : undefined;
  const text = (spec: OptimizerSpec) => JSON.stringify(resolveOptimizer(spec));
  const name = optimizerNames.find((each) => text(optimizerSpec(each, rate)) === text(optimizer));
  if (name === undefined) return { optimizer };
  const isDefault = text(optimizerSpec(name, undefined)) === text(optimizer);
  return { optimizer: name, ...(!isDefault && { learningRate: rate }) };
}

function stoppingValues({ earlyStopping, epochs }: Configuration): Values {
  if (earlyStopping === null) return { weights: 'last' };
  const { patience = 0, monitor, minDelta, restoreBestWeights = true } = earlyStopping;
  return {
    ...(patience !== Math.ceil(epochs) && { patience }),
    monitor,
    minDelta,
    weights: restoreBestWeights ? 'best' : 'last',
  };
}
