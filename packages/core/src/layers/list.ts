// Every layer that there is.

import { CoreError } from '../errors.ts';
import { byType, createRegistry, type OptionsOf, type OwnType } from '../registry.ts';
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
import type { LayerDefinition, LayerSpecBase } from './layer.ts';
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

/** A layer that comes with the package, as plain data: tell them apart by `type`. */
export type BuiltInLayerSpec = ReturnType<(typeof definitions)[number]['create']>;

/** A layer whose type `defineLayer` registered, as plain data. */
export interface OwnLayerSpec extends LayerSpecBase {
  readonly type: OwnType;
}

/** Any layer, as plain data: tell them apart by `type`. */
export type LayerSpec = BuiltInLayerSpec | OwnLayerSpec;

const layers = createRegistry<LayerDefinition<LayerSpec>>(
  'type of layer',
  'invalid-layer',
  byType<LayerDefinition<LayerSpec>>(definitions),
);

/** The `type` of every layer. */
export const layerTypes: readonly string[] = layers.names;

/**
 * Registers a type of layer. Models with such layers are saved and loaded as any other, wherever the type is registered.
 * @returns The factory that makes a layer of that type from its options, for `layers` of a model.
 * @throws {CoreError} `invalid-argument` if the name is taken.
 * @example
 * const Scale = defineLayer<ScaleSpec>({ type: 'Scale', defaultName: 'scale', create, outputShape, lower });
 * new Sequential({ inputShape: [28, 28, 1], layers: [Flatten(), Scale({ factor: 2 }), Dense({ units: 10, activation: 'softmax' })] });
 */
export function defineLayer<Spec extends LayerSpecBase, Options extends object = OptionsOf<Spec>>(
  definition: LayerDefinition<Spec>,
): (options?: Options) => OwnLayerSpec {
  const { type }: LayerDefinition<LayerSpecBase> = definition;
  // It is only ever given specifications of its own type.
  layers.add(type, definition as LayerDefinition<LayerSpecBase> as LayerDefinition<LayerSpec>);
  return (options) => parseLayerOf(type, options ?? {}) as OwnLayerSpec;
}

/** The definition of a layer's type. */
export function definitionOf({ type }: LayerSpec): LayerDefinition<LayerSpec> {
  return layers.get(type, type);
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
  return layers
    .get(data.type, `layer ${position}`)
    .create(data, `layer ${position}, ${labelOf(data.type, data)}`);
}

function parseLayerOf(type: string, options: object): LayerSpec {
  return layers.get(type).create(options, labelOf(type, options));
}
