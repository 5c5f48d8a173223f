// A `.keras` file becomes networks: layers from config.json, weights from HDF5. Both have channels last.

import {
  Activation,
  type ImageShape,
  type LayerSpec,
  Rescaling,
  structureOf,
  type Tensor,
} from '@convoy/core';
import * as z from 'zod/mini';
import { corrupt, InteropError } from '../errors.ts';
import type { Imported, ImportedNetwork, ImportOptions } from '../import/imported.ts';
import { parse } from '../import/metadata.ts';
import { type Affine, noAffine, normalizationOf, thenScale, thenShift } from '../import/normalization.ts';
import { requireImage } from '../import/stack.ts';
import { openArchive } from './archive.ts';
import { type ChainLayer, chainsOf, layerSchema } from './chain.ts';
import type { Hdf5 } from './hdf5.ts';
import { readLayer, refusal } from './readLayers.ts';

/**
 * Reads the networks of a `.keras` file: a chain of the layers that Convoy has, or an average or weighted sum of chains,
 * as `exportKeras` writes it. A network that ends without a softmax is given one.
 * @throws {InteropError} `unsupported-operation`, naming layer and class; `corrupt-file`; `wrong-shape`
 */
export async function importKeras(bytes: Uint8Array, options: ImportOptions = {}): Promise<Imported> {
  const { config, weights } = openArchive(bytes);
  const { chains, weights: shares } = chainsOf(parse('config.json', config, layerSchema));
  const { readHdf5 } = await import('./hdf5.ts');
  const networks = await readHdf5(weights, (file) => chains.map((chain) => networkOf(chain, file, options)));
  return {
    networks,
    classNames: null,
    combination: shares === null ? null : { method: 'greedy', weights: shares },
  };
}

function networkOf(chain: readonly ChainLayer[], file: Hdf5, options: ImportOptions): ImportedNetwork {
  const inputShape = inputShapeOf(chain[0]);
  let affine = noAffine(inputShape[2]);
  const layers: LayerSpec[] = [];
  const groups: string[] = [];
  const names = new Set<string>();
  const add = (spec: LayerSpec, { name, group }: ChainLayer) => {
    const isFree = /^[^/\s]+$/.test(name) && !names.has(name);
    names.add(name);
    layers.push(isFree ? { ...spec, name } : spec);
    groups.push(`${group}/vars`);
  };
  for (const layer of chain) {
    if (layer.className === 'InputLayer') continue;
    const step = affineOf(layer, file);
    if (step === null) add(readLayer(layer), layer);
    else if (layers.length === 0) affine = thenShift(thenScale(affine, step.scale), step.shift);
    else add(rescalingOf(layer, step), layer);
  }
  const last = layers.at(-1);
  const endsWithSoftmax = last !== undefined && 'activation' in last && last.activation === 'softmax';
  if (!endsWithSoftmax) layers.push(Activation({ activation: 'softmax' }));
  const structure = structureOf({ inputShape, layers });
  const weights = new Map<string, Tensor>();
  for (const [at, layer] of structure.layers.entries()) {
    for (const [place, { name, shape }] of layer.weights.entries()) {
      const found = file.tensor(`${groups[at]}/${place}`);
      if (String(found?.shape) !== String(shape) || found === undefined) {
        throw new InteropError(
          'wrong-shape',
          `${groups[at]}/${place}: expected [${shape.join(', ')}], got ${found ? `[${found.shape.join(', ')}]` : 'nothing'}`,
        );
      }
      weights.set(name, found);
    }
  }
  const normalization = normalizationOf(affine, options);
  return {
    model: {
      name: 'imported',
      inputShape,
      ...(normalization && { normalization }),
      layers: structure.config.layers,
    },
    weights,
  };
}

const numbers = z.union([z.number(), z.array(z.number()).check(z.minLength(1), z.maxLength(10_000))]);

/** What a layer scales and shifts by, if that is all that it does. */
function affineOf(layer: ChainLayer, file: Hdf5): Affine | null {
  const { className, config } = layer;
  const listOf = (value: unknown, option: string): readonly number[] => {
    const result = numbers.safeParse(value);
    if (!result.success) throw refusal(layer, `expected numbers in ${option}`);
    return [result.data].flat();
  };
  if (className === 'Rescaling')
    return { scale: listOf(config.scale, 'scale'), shift: listOf(config.offset ?? 0, 'offset') };
  if (className !== 'Normalization') return null;
  if (config.invert === true) throw refusal(layer, 'expected invert false');
  const adapted = (at: number) => Array.from(file.tensor(`${layer.group}/vars/${at}`)?.data ?? []);
  const mean = listOf(config.mean ?? adapted(0), 'mean');
  const variance = listOf(config.variance ?? adapted(1), 'variance');
  // Keras divides by at least 1e-7.
  const scale = variance.map((value) => 1 / Math.max(Math.sqrt(value), 1e-7));
  const longest = mean.length > scale.length ? mean : scale;
  const at = (values: readonly number[], channel: number) => values[values.length === 1 ? 0 : channel] ?? 0;
  return {
    scale: longest.map((_, channel) => at(scale, channel)),
    shift: longest.map((_, channel) => -at(mean, channel) * at(scale, channel)),
  };
}

function rescalingOf(layer: ChainLayer, { scale, shift }: Affine): LayerSpec {
  const [factor = 1, ...more] = scale;
  if (more.length > 0 || shift.some((value) => value !== 0)) {
    throw refusal(layer, 'expected one factor and no offset after the first layer');
  }
  return Rescaling({ scale: factor });
}

const inputSchema = z.array(z.nullable(z.number())).check(z.length(4));

function inputShapeOf(layer: ChainLayer | undefined): ImageShape {
  if (layer === undefined) throw corrupt('config.json: a model without layers');
  const { config } = layer;
  const result = inputSchema.safeParse(config.batch_shape ?? config.batch_input_shape);
  if (!result.success) throw refusal(layer, 'expected an input of [batch, height, width, channels]');
  const shape = result.data.slice(1).map((extent) => extent ?? 0);
  requireImage(shape);
  return shape;
}
