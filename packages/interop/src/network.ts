// What is exported: networks with their weights, and how their probabilities become one.

import {
  type BuiltInLayerSpec,
  type ImageShape,
  type ModelLayer,
  type ModelStructure,
  type Normalization,
  type Seed,
  structureOf,
  type Weights,
} from '@convoy/core';
import type { Combination } from '@convoy/ensemble';
import type { Ensemble } from '@convoy/ensemble/node';
import { InteropError } from './errors.ts';

/** One member: its network, layer by layer, and its weights by Convoy's names (`conv2d_1/kernel`). */
export interface Network {
  /** Its number in the ensemble. */
  readonly member: number;
  readonly seed: Seed;
  readonly structure: ModelStructure;
  readonly weights: Weights;
}

/** Networks that answer together. */
export interface NetworkSet {
  /** Of the first network. */
  readonly name: string;
  readonly imageShape: ImageShape;
  readonly classNames: readonly string[];
  readonly combination: Combination;
  /** At least one. */
  readonly networks: readonly Network[];
}

/**
 * The networks of an ensemble, or one of them.
 * @param member The number of the only member to take; its probabilities are then the answer, as they are.
 * @throws {InteropError} `invalid-option` if no member has that number.
 */
export function networksOf(ensemble: Ensemble, member?: number): NetworkSet {
  const all = ensemble.members.map(({ member, seed }, place) => {
    const { model, weights } = ensemble.networkOf(place);
    return { member, seed, structure: structureOf(model), weights };
  });
  const networks = member === undefined ? all : all.filter((network) => network.member === member);
  const [first] = networks;
  if (first === undefined) {
    const numbers = all.map((network) => network.member).join(', ');
    throw new InteropError('invalid-option', `member: expected one of ${numbers}, got ${member}`);
  }
  return {
    name: first.structure.config.name,
    imageShape: ensemble.imageShape,
    classNames: ensemble.classNames,
    combination: member === undefined ? ensemble.combination : { method: 'mean' },
    networks,
  };
}

/** Whether two networks turn bytes into the same input. */
export function sameNormalization(a: Normalization, b: Normalization): boolean {
  return String(a.mean) === String(b.mean) && String(a.standardDeviation) === String(b.standardDeviation);
}

/**
 * The specification of a layer that comes with Convoy.
 * @param table has an entry for each of them
 * @throws {InteropError} `unsupported-layer` for one that `defineLayer` registered
 */
export function builtInSpecOf(
  { spec, label }: ModelLayer,
  table: Readonly<Record<BuiltInLayerSpec['type'], unknown>>,
): BuiltInLayerSpec {
  if (Object.hasOwn(table, spec.type)) return spec as BuiltInLayerSpec;
  throw new InteropError(
    'unsupported-layer',
    `${label}: expected a layer that comes with Convoy, got one of your own: other formats cannot compute it. Export to ` +
      'safetensors, which holds weights only',
  );
}
