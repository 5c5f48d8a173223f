// One network, looked into: what its layers make of some images.

import {
  type Dataset,
  layerOutputs,
  type ModelLayer,
  Sequential,
  type SequentialConfig,
  type Tensor,
  type Weights,
} from '@convoy/core';
import type { Ensemble } from '@convoy/ensemble/node';
import type { FeatureMaps } from '../pictures/maps.ts';

export interface Network {
  readonly member: number;
  readonly model: SequentialConfig;
  readonly weights: Weights;
}

export interface LookedLayer {
  readonly layer: ModelLayer;
  /** What it makes of image `at`: `[height, width, channels]`, or `[units]` of a dense layer. */
  readonly maps: (at: number) => FeatureMaps;
}

/** The ensemble's first member. */
export function firstNetwork(ensemble: Ensemble): Network {
  const { model, weights } = ensemble.networkOf(0);
  return { member: ensemble.members[0]?.member ?? 0, model, weights };
}

/** Deep networks are shown by so many layers, evenly chosen. */
const mostLayers = 10;

/** The layers worth looking at: those that make feature maps, pooled maps, or the answer. */
export function shownLayers(model: SequentialConfig): { shown: readonly ModelLayer[]; omitted: number } {
  const { layers } = new Sequential(model).structure;
  const candidates = layers.filter(({ spec }) => /^(Conv2D|Dense)$|Pooling2D$/.test(spec.type));
  if (candidates.length <= mostLayers) return { shown: candidates, omitted: 0 };
  const shown = Array.from(
    { length: mostLayers },
    (_, at) => candidates[Math.round((at * (candidates.length - 1)) / (mostLayers - 1))],
  ).filter((layer) => layer !== undefined);
  return { shown, omitted: candidates.length - shown.length };
}

/** @param images bytes, one or more */
export async function lookInto(
  { model, weights }: Network,
  layers: readonly ModelLayer[],
  images: Uint8Array,
): Promise<LookedLayer[]> {
  const names = layers.map(({ name }) => name);
  const outputs = await layerOutputs(model, weights, images, { layers: names });
  return layers.flatMap((layer) => {
    const output = outputs.get(layer.name);
    return output === undefined ? [] : [{ layer, maps: (at) => mapsOf(output, at) }];
  });
}

/** Row `at` of a batch. */
export function mapsOf({ shape, data }: Tensor, at: number): FeatureMaps {
  const size = data.length / (shape[0] ?? 1);
  return { shape: shape.slice(1), values: data.subarray(at * size, (at + 1) * size) };
}

/** Rows of a data set's images, one after the other. */
export function imagesOf({ test, imageShape }: Dataset, rows: readonly number[]): Uint8Array {
  const size = imageShape[0] * imageShape[1] * imageShape[2];
  const images = new Uint8Array(rows.length * size);
  for (const [at, row] of rows.entries())
    images.set(test.images.subarray(row * size, (row + 1) * size), at * size);
  return images;
}
