// The `model` option to what the engine takes: `lecture-cnn`, or `lecture-cnn,lecture-dense` for members in turn.

import { presetNames, type SequentialConfig } from '@convoy/core';
import { usageError } from '../errors.ts';
import { requireOneOf } from '../options/choices.ts';
import type { TrainOptions } from '../options/trainOptions.ts';

type Model = string | SequentialConfig;

export interface ChosenModels {
  /** At least one. */
  readonly models: readonly Model[];
  /** For the run directory: `lecture-cnn`, `lecture-cnn+lenet5`, `custom`. */
  readonly name: string;
}

/** @throws {CliError} of usage, if a name is none of a preset */
export function chosenModels(option: TrainOptions['model']): ChosenModels {
  const list = Array.isArray(option) ? option : [option];
  const models = list.flatMap((one): readonly Model[] =>
    // The engine checks a model of one's own, layer by layer.
    typeof one === 'string' ? namesIn(one) : [one as unknown as SequentialConfig],
  );
  const names = new Set(models.map((model) => (typeof model === 'string' ? model : 'custom')));
  return { models, name: [...names].join('+') };
}

function namesIn(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) {
    throw usageError(`wrong value for --model: ${text}`, 'It must be names with one comma between each two.');
  }
  return names.map((name) => requireOneOf('model', name, presetNames));
}
