// Every layer that there is.

import { CoreError } from '../errors.ts';
import { suggestion } from '../nearest.ts';
import { activation } from './activation.ts';
import { averagePooling2d } from './averagePooling2d.ts';
import { batchNormalization } from './batchNormalization.ts';
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { globalAveragePooling2d } from './globalAveragePooling2d.ts';
import { globalMaxPooling2d } from './globalMaxPooling2d.ts';
import { l2Pooling2d } from './l2Pooling2d.ts';
import type { LayerDefinition } from './layer.ts';
import { maxPooling2d } from './maxPooling2d.ts';
import { rescaling } from './rescaling.ts';
import { labelOf } from './validation.ts';

const definitions = [
  conv2d,
  maxPooling2d,
  averagePooling2d,
  l2Pooling2d,
  globalMaxPooling2d,
  globalAveragePooling2d,
  flatten,
  dense,
  dropout,
  activation,
  batchNormalization,
  rescaling,
] as const;

/** Any layer, as plain data: tell them apart by `type`. */
export type LayerSpec = ReturnType<(typeof definitions)[number]['create']>;

/** The `type` of every layer. */
export const layerTypes: readonly string[] = definitions.map(({ type }) => type);

/** The definition of a layer's type. */
export function definitionOf(spec: LayerSpec): LayerDefinition<LayerSpec> {
  return definitionOfType(spec.type, spec.type);
}

/**
 * A specification with every option explicit from plain data, such as a configuration file holds.
 * @param position The layer's place in its model, from 1, for errors.
 * @throws {CoreError} `invalid-layer` if the type is unknown or an option is unknown or wrong.
 */
export function parseLayer(data: unknown, position: number): LayerSpec {
  if (typeof data !== 'object' || data === null || !('type' in data) || typeof data.type !== 'string') {
    const found = JSON.stringify(data) ?? String(data);
    throw new CoreError(
      'invalid-layer',
      `layer ${position}: expected a layer such as Dense({ units: 10 }), found ${found}`,
    );
  }
  const label = `layer ${position}, ${labelOf(data.type, data)}`;
  return definitionOfType(data.type, `layer ${position}`).create(data, label);
}

function definitionOfType(type: string, label: string): LayerDefinition<LayerSpec> {
  const definition = definitions.find((candidate) => candidate.type === type);
  if (definition === undefined) {
    throw new CoreError(
      'invalid-layer',
      `${label}: unknown type of layer: ${type}. ${suggestion(type, layerTypes)}`,
    );
  }
  // The definition fits every specification of its own type, and is only ever given such: TypeScript cannot carry that
  // through the search.
  return definition as unknown as LayerDefinition<LayerSpec>;
}
