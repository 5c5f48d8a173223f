// A model as plain data. What a person writes may leave out names and defaults; resolving makes all of it explicit, so
// that what is saved says everything and means the same when a default changes.

import type { ImageShape, Normalization } from '../data/dataset.ts';
import { CoreError } from '../errors.ts';
import { definitionOf, type LayerSpec, parseLayer } from '../layers/list.ts';
import { isFiniteNumber, readOptions } from '../layers/options.ts';

/** A network as plain data; what is not given has its default. */
export interface SequentialConfig {
  /** @default 'sequential' */
  readonly name?: string;
  /** `[height, width, channels]` of the images. */
  readonly inputShape: ImageShape;
  readonly layers: readonly LayerSpec[];
  /** How bytes become the network's input. @default byte / 255 */
  readonly normalization?: Normalization;
}

export type NamedLayerSpec = LayerSpec & { readonly name: string };

/** Nothing left out. */
export interface ResolvedConfig extends SequentialConfig {
  readonly name: string;
  readonly layers: readonly NamedLayerSpec[];
  readonly normalization: Normalization;
}

/**
 * The configuration with every name and default explicit. Resolving twice changes nothing.
 * @throws {CoreError} `invalid-argument` or `invalid-layer`, naming what is wrong.
 */
export function resolveConfig(config: SequentialConfig): ResolvedConfig {
  const label = `model ${config.name ?? 'sequential'}`;
  readOptions(label, config, ['name', 'inputShape', 'layers', 'normalization'], 'invalid-argument');
  const inputShape = resolveInputShape(config.inputShape, label);
  if (!Array.isArray(config.layers) || config.layers.length === 0) {
    throw new CoreError('invalid-argument', `${label}: expected a list of layers, found none`);
  }
  return {
    name: config.name ?? 'sequential',
    inputShape,
    layers: nameLayers(config.layers.map((layer, i) => parseLayer(layer, i + 1))),
    normalization: resolveNormalization(config.normalization, inputShape[2], label),
  };
}

/** Gives Keras's default names, counted from 1 for each type: `conv2d_1`, `conv2d_2`, `dense_1`. */
function nameLayers(layers: readonly LayerSpec[]): readonly NamedLayerSpec[] {
  const counts = new Map<string, number>();
  const names = new Set<string>();
  return layers.map((layer, i) => {
    const { defaultName } = definitionOf(layer);
    const count = (counts.get(defaultName) ?? 0) + 1;
    counts.set(defaultName, count);
    const name = layer.name ?? `${defaultName}_${count}`;
    if (names.has(name)) {
      throw new CoreError('invalid-layer', `layer ${i + 1}: another layer is named ${name} too: rename one`);
    }
    names.add(name);
    return { ...layer, name };
  });
}

function resolveInputShape(shape: unknown, label: string): ImageShape {
  const isExtent = (extent: unknown) => Number.isSafeInteger(extent) && Number(extent) > 0;
  if (!Array.isArray(shape) || shape.length !== 3 || !shape.every(isExtent)) {
    const found = JSON.stringify(shape) ?? String(shape);
    throw new CoreError(
      'invalid-argument',
      `${label}: inputShape: expected [height, width, channels], such as [28, 28, 1], found ${found}`,
    );
  }
  const [height, width, channels]: number[] = shape;
  return [height ?? 1, width ?? 1, channels ?? 1];
}

function resolveNormalization(
  given: Normalization | undefined,
  channels: number,
  label: string,
): Normalization {
  const { mean, standardDeviation } = given ?? {
    mean: new Array<number>(channels).fill(0),
    standardDeviation: new Array<number>(channels).fill(1),
  };
  const isChannels = (values: unknown): values is number[] =>
    Array.isArray(values) && values.length === channels && values.every(isFiniteNumber);
  if (!isChannels(mean) || !isChannels(standardDeviation) || standardDeviation.includes(0)) {
    throw new CoreError(
      'invalid-argument',
      `${label}: normalization: expected mean and standardDeviation (not 0) of ${channels} channels, ` +
        `found ${JSON.stringify(given)}`,
    );
  }
  return { mean, standardDeviation };
}
