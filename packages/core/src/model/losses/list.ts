// Every loss that there is.

import { byType, createRegistry, type OptionsOf, type OwnType } from '../../registry.ts';
import { categoricalCrossentropy } from './categoricalCrossentropy.ts';
import type { LossDefinition, LossSpecBase } from './loss.ts';
import { sparseCategoricalCrossentropy } from './sparseCategoricalCrossentropy.ts';

const definitions = [categoricalCrossentropy, sparseCategoricalCrossentropy] as const;

/** A loss that comes with the package, as plain data: tell them apart by `type`. */
export type BuiltInLossSpec = ReturnType<(typeof definitions)[number]['create']>;
/** A loss with its defaults, by name. */
export type LossName = BuiltInLossSpec['type'];

/** A loss whose type `defineLoss` registered, as plain data. */
export interface OwnLossSpec extends LossSpecBase {
  readonly type: OwnType;
}

/** Any loss, as plain data: tell them apart by `type`. */
export type LossSpec = BuiltInLossSpec | OwnLossSpec;

const losses = createRegistry<LossDefinition<LossSpec>>(
  'loss',
  'invalid-argument',
  byType<LossDefinition<LossSpec>>(definitions),
);

/** The names that `compile` takes. */
export const lossNames: readonly string[] = losses.names;

/**
 * Registers a loss: `compile` then takes its name or what the factory makes.
 * @returns The factory that makes its specification from options.
 * @throws {CoreError} `invalid-argument` if the name is taken.
 */
export function defineLoss<Spec extends LossSpecBase, Options extends object = OptionsOf<Spec>>(
  definition: LossDefinition<Spec>,
): (options?: Options) => OwnLossSpec {
  const { type }: LossDefinition<LossSpecBase> = definition;
  // It is only ever given specifications of its own type.
  losses.add(type, definition as LossDefinition<LossSpecBase> as LossDefinition<LossSpec>);
  return (options) => losses.get(type).create(options ?? {}) as OwnLossSpec;
}

/** @throws {CoreError} if there is no such loss. */
export function lossDefinition(type: string): LossDefinition<LossSpec> {
  return losses.get(type);
}

/**
 * A loss with every option explicit, from its name (with its defaults) or from plain data.
 * @throws {CoreError} if there is no such loss, or an option is unknown or wrong.
 */
export function resolveLoss(loss: LossName | (string & {}) | LossSpec): LossSpec {
  return typeof loss === 'string' ? losses.get(loss).create({}) : losses.get(loss.type).create(loss);
}
