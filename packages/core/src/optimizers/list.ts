// Every optimizer that there is.

import { byType, createRegistry, type OptionsOf, type OwnType } from '../registry.ts';
import { adadelta } from './adadelta.ts';
import { adagrad } from './adagrad.ts';
import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import { lamb } from './lamb.ts';
import { lion } from './lion.ts';
import { nadam } from './nadam.ts';
import type { OptimizerDefinition, OptimizerSpecBase } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

const definitions = [sgd, rmsprop, adam, adamw, adadelta, nadam, adagrad, lion, lamb] as const;

/** An optimizer that comes with the package, as plain data: tell them apart by `type`. */
export type BuiltInOptimizerSpec = ReturnType<(typeof definitions)[number]['create']>;
/** An optimizer with its defaults, by name. */
export type OptimizerName = BuiltInOptimizerSpec['type'];

/** An optimizer whose type `defineOptimizer` registered, as plain data. */
export interface OwnOptimizerSpec extends OptimizerSpecBase {
  readonly type: OwnType;
}

/** Any optimizer, as plain data: tell them apart by `type`. */
export type OptimizerSpec = BuiltInOptimizerSpec | OwnOptimizerSpec;

const optimizers = createRegistry<OptimizerDefinition<OptimizerSpec>>(
  'optimizer',
  'invalid-argument',
  byType<OptimizerDefinition<OptimizerSpec>>(definitions),
);

/** The names that `compile` takes. */
export const optimizerNames: readonly string[] = optimizers.names;

/**
 * Registers an optimizer: `compile` then takes its name or what the factory makes.
 * @returns The factory that makes its specification from options.
 * @throws {CoreError} `invalid-argument` if the name is taken.
 */
export function defineOptimizer<Spec extends OptimizerSpecBase, Options extends object = OptionsOf<Spec>>(
  definition: OptimizerDefinition<Spec>,
): (options?: Options) => OwnOptimizerSpec {
  const { type }: OptimizerDefinition<OptimizerSpecBase> = definition;
  // It is only ever given specifications of its own type.
  optimizers.add(
    type,
    definition as OptimizerDefinition<OptimizerSpecBase> as OptimizerDefinition<OptimizerSpec>,
  );
  return (options) => optimizers.get(type).create(options ?? {}) as OwnOptimizerSpec;
}

/** @throws {CoreError} if there is no such optimizer. */
export function optimizerDefinition(type: string): OptimizerDefinition<OptimizerSpec> {
  return optimizers.get(type);
}

/**
 * An optimizer with every option explicit, from its name (with its defaults) or from plain data.
 * @throws {CoreError} if there is no such optimizer, or an option is unknown or wrong.
 */
export function resolveOptimizer(optimizer: OptimizerName | (string & {}) | OptimizerSpec): OptimizerSpec {
  return typeof optimizer === 'string'
    ? optimizerDefinition(optimizer).create({})
    : optimizerDefinition(optimizer.type).create(optimizer);
}
