// The command line that trains a run again, from its checked options.

import { keysOf } from '@convoy/ensemble/options';
import { isFolder } from '../data/openFolder.ts';
import { flagNamed } from '../options/flags.ts';
import { chosenKeys, fromRecipe, type TrainOptions, trainOptions } from '../options/trainOptions.ts';

type Values = Readonly<Record<string, unknown>>;

/**
 * `convoy train --dataset mnist --model lecture-cnn --seed 7`: the recipe, or the dataset and the model; the seed; and every
 * option that bits depend on and that is not as the recipe or the defaults have it; for a folder, all that follows from its size
 * as well. Null if an option cannot be written as a
 * flag, such as a model of one's own.
 */
export function trainCommand(options: TrainOptions): string | null {
  const values: Values = options;
  const recipe = fromRecipe(values);
  const named =
    options.recipe === null ? (['dataset', 'model', 'seed'] as const) : (['recipe', 'seed'] as const);
  const keys = new Set([...named, ...keysOf(trainOptions)]);
  // What was chosen for a folder is said, so that another choice of a later version does not change the run.
  const chosen = options.recipe === null && isFolder(options.dataset) ? chosenKeys : [];
  const always: ReadonlySet<string> = new Set([...named, ...chosen]);
  const words = ['convoy', 'train'];
  for (const key of keys) {
    const { kind, determines, default: fallback } = trainOptions[key];
    const value = values[key];
    const expected = recipe[key] ?? fallback;
    const isExpected = JSON.stringify(value) === JSON.stringify(expected) && !always.has(key);
    if (value === null || value === undefined || determines === 'none' || isExpected) continue;
    const text = written(kind, value);
    if (trainOptions[key].flag === null || text === null) return null;
    words.push(flagNamed(key, trainOptions), ...(value === true ? [] : [quoted(text)]));
  }
  return words.join(' ');
}

/** Null if no text stands for the value. */
function written(
  kind: { readonly write?: (value: unknown) => string | null },
  value: unknown,
): string | null {
  if (kind.write) return kind.write(value);
  return typeof value === 'object' || value === false ? null : String(value);
}

/** As a POSIX shell reads it as one word. */
function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
