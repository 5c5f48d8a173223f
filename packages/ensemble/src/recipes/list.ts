// Every recipe that comes with Convoy. A new one is a file here and a line in this list.

import { suggestion } from '@convoy/core/internal';
import { EnsembleError } from '../errors.ts';
import { airbench, airbenchQuarter } from './airbench.ts';
import { convnetjsCifar } from './convnetjsCifar.ts';
import { mnistStrong } from './mnistStrong.ts';
import type { Recipe } from './recipe.ts';

/** Every recipe, in the order of `convoy recipes`. */
export const recipes: readonly Recipe[] = [mnistStrong, convnetjsCifar, airbenchQuarter, airbench];

/**
 * A recipe by its name.
 * @throws {EnsembleError} `invalid-option`, saying which there are.
 * @example
 * await trainEnsemble({ ...recipe('airbench-quarter').options, dataset, seed: 7, out: 'runs/a' });
 */
export function recipe(name: string): Recipe {
  const found = recipes.find((candidate) => candidate.name === name);
  if (found !== undefined) return found;
  const known = recipes.map((candidate) => candidate.name);
  throw new EnsembleError('invalid-option', `unknown recipe: ${name}. ${suggestion(name, known)}`);
}
