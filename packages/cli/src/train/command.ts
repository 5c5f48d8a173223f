// The command line that trains a run again, from its checked options.

import { shellWord } from '@convoy/core';
import { flagOf } from '../options/flagOf.ts';
import { reliabilityShape } from '../options/reliability.ts';
import { fromRecipe, type TrainOptions, trainOptions } from '../options/trainOptions.ts';

/** What says where things lie or how fast they go, and nothing of what comes out. */
const ofThisMachine = new Set(['out', 'dataDir', 'workers', 'report', ...Object.keys(reliabilityShape)]);

/**
 * `convoy train --dataset mnist --model lecture-cnn --seed 7`: the recipe, or the data set and the model; the seed; and every
 * option that is not as the recipe or the defaults have it. Null if an option cannot be written as a flag, such as a
 * model of one's own.
 */
export function trainCommand(options: TrainOptions): string | null {
  const { dataset, model } = options;
  const values: Readonly<Record<string, unknown>> = options;
  const expected: Readonly<Record<string, unknown>> = trainOptions.parse({
    dataset,
    model,
    ...fromRecipe(values),
  });
  const named = new Set(options.recipe === undefined ? ['dataset', 'model', 'seed'] : ['recipe', 'seed']);
  const words = ['convoy', 'train'];
  for (const [key, value] of Object.entries(values)) {
    const isExpected = JSON.stringify(value) === JSON.stringify(expected[key]) && !named.has(key);
    if (value === undefined || ofThisMachine.has(key) || isExpected) continue;
    if (typeof value === 'object' || value === false) return null;
    words.push(flagOf(key), ...(value === true ? [] : [shellWord(String(value))]));
  }
  return words.join(' ');
}
