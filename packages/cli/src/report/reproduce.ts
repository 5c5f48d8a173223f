// The command that trains a run again, from what its run.json says.

import {
  type OptimizerSpec,
  preset,
  presetNames,
  resolveConfig,
  resolveOptimizer,
  type SequentialConfig,
} from '@convoy/core';
import type { RunManifest } from '@convoy/ensemble';
import { optimizerNames } from '../options/trainOptions.ts';
import { optimizerSpec } from '../train/optimizer.ts';

export interface Reproduction {
  readonly command: string;
  /** What the command cannot say, for the reader; empty if it says all. */
  readonly unsaid: readonly string[];
}

export function reproduction({ configuration, dataset }: RunManifest): Reproduction {
  const { members, workers, seed, epochs, batchSize, validationSplit, backend, kernels, earlyStopping } =
    configuration;
  const unsaid: string[] = [];
  const flags: (readonly [string, string | number])[] = [
    ['dataset', dataset.name],
    [
      'model',
      modelName(configuration.model, dataset) ??
        unsayable(unsaid, "the network's layers", configuration.model.name ?? 'custom'),
    ],
    ['members', members],
    ['workers', workers],
    ['seed', seed],
    ['epochs', epochs],
    ['batch-size', batchSize],
    ...(validationSplit === 1 / 6 ? [] : [['validation-split', validationSplit] as const]),
    ...optimizerFlags(configuration.optimizer, unsaid),
    ...stoppingFlags(earlyStopping, epochs),
    ...(backend === 'auto' ? [] : [['backend', backend] as const]),
    ...(kernels === 'fast' ? [] : [['kernels', kernels] as const]),
  ];
  return { command: `convoy train ${flags.map(([name, value]) => `--${name} ${value}`).join(' ')}`, unsaid };
}

function unsayable(unsaid: string[], what: string, shown: string): string {
  unsaid.push(what);
  return shown;
}

/** The preset that the network is, to the last option. */
function modelName(
  model: RunManifest['configuration']['model'],
  { imageShape, classNames }: RunManifest['dataset'],
): string | null {
  const given = canonical(model);
  const isIt = (name: string) =>
    canonical(preset(name, { imageShape, classes: classNames.length })) === given;
  return presetNames.find(isIt) ?? null;
}

/** As text that is the same whether names and defaults were written out or not. */
function canonical(model: SequentialConfig): string {
  return JSON.stringify(resolveConfig(resolveConfig(model)));
}

function sameOptimizer(a: OptimizerSpec, b: OptimizerSpec): boolean {
  return JSON.stringify(resolveOptimizer(a)) === JSON.stringify(resolveOptimizer(b));
}

function optimizerFlags(
  optimizer: RunManifest['configuration']['optimizer'],
  unsaid: string[],
): (readonly [string, string | number])[] {
  const { learningRate } = optimizer;
  const rate = typeof learningRate === 'number' ? learningRate : undefined;
  const name = optimizerNames.find((each) => sameOptimizer(optimizerSpec(each, rate), optimizer));
  if (name === undefined) {
    unsaid.push('the options of its optimizer');
    return [];
  }
  const isDefault = sameOptimizer(optimizerSpec(name, undefined), optimizer);
  return [
    ...(name === 'rmsprop' ? [] : [['optimizer', name] as const]),
    ...(isDefault || rate === undefined ? [] : [['learning-rate', rate] as const]),
  ];
}

function stoppingFlags(
  earlyStopping: RunManifest['configuration']['earlyStopping'],
  epochs: number,
): (readonly [string, string | number])[] {
  if (earlyStopping === null) return [['weights', 'last']];
  const { patience = 0, monitor, minDelta, restoreBestWeights = true } = earlyStopping;
  return [
    ...(patience === epochs ? [] : [['patience', patience] as const]),
    ...(monitor === undefined ? [] : [['monitor', monitor] as const]),
    ...(minDelta === undefined ? [] : [['min-delta', minDelta] as const]),
    ...(restoreBestWeights ? [] : [['weights', 'last'] as const]),
  ];
}
