// What a person wants to know of a recipe before spending an hour on it.

import { countParameters, preset, type SequentialConfig, structureOf } from '@convoy/core';
import { totalMultiplyAdds } from '@convoy/core/internal';
import type { Recipe, RecipeMetrics } from '@convoy/ensemble';
import { builtInFormat } from '../data/imageFormats.ts';
import { counted } from '../ui/format.ts';
import { bold } from '../ui/output.ts';

export interface RecipeDescription {
  readonly name: string;
  readonly summary: string;
  readonly dataset: string;
  /** Of each of its networks. */
  readonly parameters: readonly number[];
  /** Of a prediction of one image, by each of its networks. */
  readonly multiplyAdds: readonly number[];
  readonly members: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly metrics: RecipeMetrics | null;
}

export function describeRecipe({ name, summary, dataset, options, metrics }: Recipe): RecipeDescription {
  const { members = 5, epochs = 3, batchSize = 256 } = options;
  const models = [options.model].flat();
  const structures = models.map((model) => structureOf(modelOf(model, dataset)));
  return {
    name,
    summary,
    dataset,
    parameters: structures.map(({ weights }) => countParameters(weights)),
    multiplyAdds: structures.map(totalMultiplyAdds),
    members,
    epochs,
    batchSize,
    metrics,
  };
}

function modelOf(model: string | SequentialConfig, dataset: string): SequentialConfig {
  return typeof model === 'string' ? preset(model, builtInFormat(dataset)) : model;
}

/** A heading, what it is, what it costs, what was measured. */
export function recipeLines(recipe: RecipeDescription): string[] {
  const { parameters, multiplyAdds, members, epochs, batchSize, metrics } = recipe;
  const lines = [
    `${bold(recipe.name)}  ${recipe.summary}`,
    `  ${recipe.dataset}, ${parameters.map((count) => count.toLocaleString('en-US')).join(' / ')} parameters, ` +
      `${multiplyAdds.map((count) => (count / 1e6).toFixed(1)).join(' / ')} M multiply-adds per image, ${counted(members, 'member')}, ` +
      `${counted(epochs, 'epoch')}, batch size ${batchSize}`,
  ];
  if (metrics === null) return [...lines, '  not measured yet', ''];
  return [...lines, ...figureLines(metrics), ''];
}

const percent = (share: number) => `${(100 * share).toFixed(2)}%`;

function figureLines(metrics: RecipeMetrics): string[] {
  const { members, memberAccuracy, ensembleAccuracy, minutes, machine, command } = metrics;
  const ensemble = ensembleAccuracy === null ? '' : `, ensemble ${percent(ensembleAccuracy)}`;
  const augmented =
    metrics.augmentedMemberAccuracy === null
      ? ''
      : `; with test-time augmentation ${percent(metrics.augmentedMemberAccuracy)}` +
        (metrics.augmentedEnsembleAccuracy === null
          ? ''
          : `, ensemble ${percent(metrics.augmentedEnsembleAccuracy)}`);
  return [
    `  measured (n = ${members}): ${members === 1 ? 'member' : 'members'} ${percent(memberAccuracy)}${ensemble}${augmented}`,
    `  ${Math.round(minutes)} min on ${machine}:`,
    `    ${command}`,
  ];
}
