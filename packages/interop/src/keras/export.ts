// An ensemble as a `.keras` file: one functional model, each member a `Sequential` in it.

import type { Tensor } from '@convoy/core';
import type { Ensemble } from '@convoy/ensemble/node';
import { zipSync } from 'fflate';
import { InteropError } from '../errors.ts';
import { type Network, type NetworkSet, networksOf } from '../network.ts';
import { moduleNames } from '../pytorch/names.ts';
import { type KerasLayer, kerasLayerOf } from './layers.ts';
import { partNames } from './names.ts';

/** Options for `exportKeras`. */
export interface KerasOptions {
  /** Export one member alone, by its number. @default all of them, combined */
  readonly member?: number;
}

/**
 * The bytes of a `.keras` file. The model takes `[batch, height, width, channels]` with pixel values 0–255 and gives class
 * probabilities: of one member a `Sequential`, of several a functional model that averages them.
 * @throws {InteropError} `invalid-option` if there is no such member; `unsupported-layer` for L2 pooling;
 *   `unsupported-combination` for votes and temperatures, which no layer of Keras computes
 */
export async function exportKeras(ensemble: Ensemble, { member }: KerasOptions = {}): Promise<Uint8Array> {
  const set = networksOf(ensemble, member);
  requireCombination(set);
  const [first] = set.networks;
  const isAlone = set.networks.length === 1 && first !== undefined;
  const model = isAlone ? sequential(first, set.name) : functional(set);
  const { groups, tensors } = weightsOf(set, isAlone);
  const { writeHdf5 } = await import('./hdf5.ts');
  const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  // No date, so that the same ensemble gives the same metadata.
  const metadata = { keras_version: '3.0.0', date_saved: '' };
  return zipSync(
    {
      'metadata.json': text(metadata),
      'config.json': text(model),
      'model.weights.h5': await writeHdf5(groups, tensors),
    },
    { level: 0, mtime: '1980-01-01T00:00:00' },
  );
}

function requireCombination({ combination: { method, temperature } }: NetworkSet): void {
  const what = method === 'vote' ? 'votes' : temperature === undefined ? null : 'a temperature';
  if (what === null) return;
  throw new InteropError(
    'unsupported-combination',
    `combination: expected a mean or weights, got ${what}, which no layer of Keras computes. Export members one by ` +
      'one with member, or the whole ensemble to onnx or pytorch',
  );
}

function keras(className: string, config: object, more: object = {}): object {
  return { module: 'keras.layers', class_name: className, config, registered_name: null, ...more };
}

/** A member, with its normalization. */
function layersOf({ structure }: Network): readonly KerasLayer[] {
  const { mean, standardDeviation } = structure.config.normalization;
  const changes = mean.some((value) => value !== 0) || standardDeviation.some((value) => value !== 1);
  const names = moduleNames(structure);
  const variance = standardDeviation.map((value) => value ** 2);
  return [
    { className: 'Rescaling', config: { name: 'pixels', scale: 1 / 255, offset: 0 }, weights: [] },
    ...(changes
      ? [
          {
            className: 'Normalization',
            config: { name: 'normalization', axis: [-1], invert: false, mean, variance },
            weights: [],
          },
        ]
      : []),
    ...structure.layers.map((layer) => kerasLayerOf(layer, names.of(layer.name))),
  ];
}

function sequential(network: Network, name: string, more: object = {}): object {
  const { structure } = network;
  const input = [null, ...structure.config.inputShape];
  const inputs = [input, input, ...structure.layers.map(({ inputShape }) => [null, ...inputShape])];
  const layers = layersOf(network);
  const offset = inputs.length - layers.length;
  return {
    module: 'keras',
    class_name: 'Sequential',
    config: {
      name,
      layers: [
        keras('InputLayer', { batch_shape: input, dtype: 'float32', name: `${name}_images` }),
        ...layers.map(({ className, config }, at) =>
          keras(className, config, { build_config: { input_shape: inputs[at + offset] } }),
        ),
      ],
      build_input_shape: input,
    },
    registered_name: null,
    build_config: { input_shape: input },
    ...more,
  };
}

/** A tensor of a functional model, by the layer that gives it. */
function tensorOf(layer: string, shape: readonly (number | null)[]): object {
  const config = { shape, dtype: 'float32', keras_history: [layer, 0, 0] };
  return { class_name: '__keras_tensor__', config };
}

function functional({ name, imageShape, classNames, networks, combination }: NetworkSet): object {
  const input = [null, ...imageShape];
  const output = [null, classNames.length];
  const node = (...inputs: readonly object[]) => [{ args: inputs, kwargs: {} }];
  const members = networks.map((network) => {
    const own = `member_${network.member}`;
    return sequential(network, own, { name: own, inbound_nodes: node(tensorOf('images', input)) });
  });
  const weights = combination.method === 'greedy' ? (combination.weights ?? []) : null;
  const shares = networks.map(({ member }) => `member_${member}`);
  const weighted = (weights ?? []).map((scale, at) => {
    const own = `weight_${networks[at]?.member}`;
    const inbound = node(tensorOf(shares[at] ?? '', output));
    return keras('Rescaling', { name: own, scale, offset: 0 }, { name: own, inbound_nodes: inbound });
  });
  const summands = weights === null ? shares : networks.map(({ member }) => `weight_${member}`);
  const tensors = summands.map((summand) => tensorOf(summand, output));
  const last = keras(
    weights === null ? 'Average' : 'Add',
    { name: 'probabilities' },
    { name: 'probabilities', inbound_nodes: [{ args: [tensors], kwargs: {} }] },
  );
  const images = keras(
    'InputLayer',
    { batch_shape: input, dtype: 'float32', name: 'images' },
    { name: 'images', inbound_nodes: [] },
  );
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: [images, ...members, ...weighted, last],
      input_layers: [['images', 0, 0]],
      output_layers: [['probabilities', 0, 0]],
    },
    registered_name: 'Functional',
    build_config: { input_shape: input },
  };
}

/** Keras's groups of variables with their layers' names, and the variables: `layers/conv2d/vars/0`. */
function weightsOf({ name, networks }: NetworkSet, isAlone: boolean) {
  const groups = new Map([['vars', name]]);
  const tensors = new Map<string, Tensor>();
  const memberName = partNames();
  for (const network of networks) {
    const prefix = isAlone ? '' : `layers/${memberName('Sequential')}/`;
    if (!isAlone) groups.set(`${prefix}vars`, `member_${network.member}`);
    const partName = partNames();
    for (const { className, config, weights } of layersOf(network)) {
      const group = `${prefix}layers/${partName(className)}/vars`;
      groups.set(group, String(config.name));
      for (const [at, weight] of weights.entries()) {
        const tensor = network.weights.get(weight.name);
        if (tensor === undefined) throw new InteropError('wrong-shape', `weights: ${weight.name} is missing`);
        tensors.set(`${group}/${at}`, tensor);
      }
    }
  }
  return { groups, tensors };
}
