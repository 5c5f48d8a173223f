// Every optimizer that there is.

import { CoreError } from '../../errors.ts';
import { suggestion } from '../../nearest.ts';
import { adadelta } from './adadelta.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import { lamb } from './lamb.ts';
import { lion } from './lion.ts';
import { nadam } from './nadam.ts';
import type { OptimizerDefinition } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

const definitions = [sgd, rmsprop, adam, adamw, adadelta, nadam, adagrad, lion, lamb] as const;

/** Any optimizer, as plain data: tell them apart by `type`. */
export type OptimizerSpec = ReturnType<(typeof definitions)[number]['create']>;
/** An optimizer with its defaults, by name. */
export type OptimizerName = OptimizerSpec['type'];

/** The names that `compile` takes. */
export const optimizerNames: readonly OptimizerName[] = definitions.map(({ type }) => type);

export function optimizerDefinition(type: string): OptimizerDefinition<OptimizerSpec> {
  const definition = definitions.find((candidate) => candidate.type === type);
  if (definition === undefined) {
    throw new CoreError(
      'invalid-argument',
      `unknown optimizer: ${type}. ${suggestion(type, optimizerNames)}`,
    );
  }
  // It is only ever given specifications of its own type, which TypeScript cannot carry through the search.
  return definition as unknown as OptimizerDefinition<OptimizerSpec>;
}

/**
 * An optimizer with every option explicit, from its name (with its defaults) or from plain data.
 * @throws {CoreError} if there is no such optimizer, or an option is unknown or wrong.
 */
export function resolveOptimizer(optimizer: OptimizerName | OptimizerSpec): OptimizerSpec {
  return typeof optimizer === 'string'
    ? optimizerDefinition(optimizer).create({})
    : optimizerDefinition(optimizer.type).create(optimizer);
}
