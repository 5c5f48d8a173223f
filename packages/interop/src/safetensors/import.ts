// Weights with a list of layers: the file's own, if Convoy wrote it, or one that a person wrote.

import { Activation, type SequentialConfig, structureOf, type Tensor } from '@convoy/core';
import * as z from 'zod/mini';
import { fromChannelsFirst, type Place, placesOf } from '../channelsFirst.ts';
import { corrupt, InteropError } from '../errors.ts';
import type { Imported, ImportedNetwork } from '../import/imported.ts';
import { combinationSchema, parse } from '../import/metadata.ts';
import { moduleNames } from '../pytorch/names.ts';
import { decodeSafetensors, type SafetensorsContent } from './decode.ts';
import { filledIn } from './export.ts';

// The engine checks a network itself, whatever its static type.
const model = z.looseObject({
  inputShape: z.array(z.number()),
  layers: z.array(z.looseObject({ type: z.string() })),
});
const metadataSchema = z.object({
  classNames: z.array(z.string()).check(z.minLength(1), z.maxLength(100_000)),
  combination: combinationSchema,
  members: z
    .array(z.object({ member: z.number().check(z.int(), z.nonnegative()), model }))
    .check(z.minLength(1), z.maxLength(1000)),
});

/**
 * Reads networks from a safetensors file.
 * @param layers The network whose weights are in the file, PyTorch's layouts: a layer's name is what its tensors' names
 *   begin with, `conv1` for `conv1.weight`. If it ends without a softmax, it is given one. @default what `exportSafetensors` wrote into the file
 * @throws {InteropError} `wrong-shape`, naming the tensor that is missing, left over, or of another shape;
 *   `corrupt-file`; `invalid-option` if the file needs a list of layers
 */
export function importSafetensors(bytes: Uint8Array, layers?: SequentialConfig): Imported {
  const content = decodeSafetensors(bytes);
  const used = new Set<string>();
  const imported = layers === undefined ? ofConvoy(content, used) : ofLayers(content, layers, used);
  for (const name of content.tensors.keys()) {
    // PyTorch counts batches beside its moving statistics.
    if (used.has(name) || name.endsWith('num_batches_tracked')) continue;
    throw new InteropError(
      'wrong-shape',
      `${name}: expected a tensor of a layer, but no layer has that name`,
    );
  }
  return imported;
}

function ofConvoy(content: SafetensorsContent, used: Set<string>): Imported {
  const text = content.metadata.convoy;
  if (text === undefined) {
    throw new InteropError(
      'invalid-option',
      'layers: expected a list of layers, because the file holds none. It has tensors ' +
        [...content.tensors.keys()].slice(0, 20).join(', '),
    );
  }
  const { classNames, combination, members } = parse('convoy', text, metadataSchema);
  const networks = members.map(({ member, model }) =>
    networkOf(content, model as unknown as SequentialConfig, `members.${member}.`, used),
  );
  return { networks, classNames, combination };
}

function ofLayers(content: SafetensorsContent, layers: SequentialConfig, used: Set<string>): Imported {
  const last = layers.layers.at(-1);
  const endsWithSoftmax = last !== undefined && 'activation' in last && last.activation === 'softmax';
  const ended = endsWithSoftmax ? layers.layers : [...layers.layers, Activation({ activation: 'softmax' })];
  const network = networkOf(content, { ...layers, layers: ended }, '', used);
  return { networks: [network], classNames: null, combination: null };
}

function networkOf(
  { tensors }: SafetensorsContent,
  config: SequentialConfig,
  prefix: string,
  used: Set<string>,
): ImportedNetwork {
  const structure = structureOf(config);
  const names = moduleNames(structure);
  const weights = new Map<string, Tensor>();
  for (const place of placesOf(structure)) {
    // A person's names are those of the file; Convoy's own are those of its modules.
    const module = names.of(place.layer.name);
    const key = (own: string) =>
      [place.layer.name, module].map((name) => `${prefix}${name}.${own}`).find((name) => tensors.has(name));
    const find = (own: string) => {
      const name = key(own);
      const tensor = name === undefined ? undefined : tensors.get(name);
      if (name === undefined || tensor === undefined) return undefined;
      if (!('data' in tensor))
        throw new InteropError(
          'wrong-shape',
          `${name}: expected F32, F16 or BF16 numbers, got ${tensor.type}`,
        );
      used.add(name);
      return tensor;
    };
    for (const [name, tensor] of fromChannelsFirst(place, find)) weights.set(name, tensor);
    requireFilled(place, find);
  }
  return { model: structure.config, weights };
}

/** What Convoy leaves out of a batch normalization must be 1 and 0 in the file. */
function requireFilled(place: Place, find: (own: string) => Tensor | undefined): void {
  for (const [own, { data }] of filledIn(place)) {
    const found = find(own);
    if (found?.data.some((value, at) => value !== data[at])) {
      throw corrupt(`${place.layer.label}: ${own}: expected only ${data[0]}, because the layer has none`);
    }
  }
}
