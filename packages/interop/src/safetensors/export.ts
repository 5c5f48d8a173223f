// Weights under the names, and in the layouts, that the PyTorch modules of `../pytorch` have.

import type { SequentialConfig, Tensor } from '@convoy/core';
import type { Combination } from '@convoy/ensemble';
import type { Ensemble } from '@convoy/ensemble/node';
import { type Place, placesOf, toChannelsFirst } from '../channelsFirst.ts';
import { type NetworkSet, networksOf } from '../network.ts';
import { moduleNames } from '../pytorch/names.ts';
import { encodeSafetensors } from './encode.ts';

/** Options for `exportSafetensors`. */
export interface SafetensorsOptions {
  /** Export one member alone, by its number. @default all of them */
  readonly member?: number;
}

/** What `exportSafetensors` writes under `convoy` in the file's metadata, as JSON: all that is not a weight. */
export interface ConvoyMetadata {
  readonly classNames: readonly string[];
  readonly combination: Combination;
  readonly members: readonly { readonly member: number; readonly model: SequentialConfig }[];
}

/**
 * The bytes of a safetensors file: `members.0.conv2d_1.weight`, `[out, in, height, width]`, and so on, by PyTorch's rules.
 * Layers, class names and combination are in its metadata, so that `importSafetensors` needs no list of layers.
 * @throws {InteropError} `invalid-option` if there is no such member
 */
export function exportSafetensors(ensemble: Ensemble, { member }: SafetensorsOptions = {}): Uint8Array {
  return safetensorsOf(networksOf(ensemble, member));
}

export function safetensorsOf({ networks, classNames, combination }: NetworkSet): Uint8Array {
  const tensors = new Map<string, Tensor>();
  for (const { member, structure, weights } of networks) {
    const names = moduleNames(structure);
    for (const place of placesOf(structure)) {
      const prefix = `members.${member}.${names.of(place.layer.name)}`;
      for (const [name, tensor] of [...toChannelsFirst(place, weights), ...filledIn(place)]) {
        tensors.set(`${prefix}.${name}`, tensor);
      }
    }
  }
  const members = networks.map(({ member, structure: { config } }) => ({ member, model: config }));
  const metadata: ConvoyMetadata = { classNames, combination, members };
  return encodeSafetensors(tensors, { format: 'pt', convoy: JSON.stringify(metadata) });
}

/** PyTorch's batch normalization has factor and shift or neither: what Convoy leaves out is 1 or 0 there. */
export function filledIn({ layer: { spec, inputShape } }: Place): ReadonlyMap<string, Tensor> {
  if (spec.type !== 'BatchNormalization' || spec.scale === spec.center) return new Map();
  const channels = inputShape.at(-1) ?? 1;
  const data = new Float32Array(channels).fill(spec.scale ? 0 : 1);
  return new Map([[spec.scale ? 'bias' : 'weight', { shape: [channels], data }]]);
}
