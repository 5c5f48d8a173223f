// Keras's layers as Convoy's. What is not in the table is refused by its name and class.

import { Activation, type LayerActivation, type LayerSpec, layerTypes } from '@convoy/core';
import { activations, builtInActivations } from '../activations.ts';
import { type InteropError, unsupported } from '../errors.ts';
import type { ChainLayer } from './chain.ts';

/** The options of a layer, by Convoy's names; `create` of the layer checks them. */
type Read = (config: Readonly<Record<string, unknown>>, layer: ChainLayer) => object;

const layers: Readonly<Record<string, Read>> = {
  Conv2D(config, layer) {
    require(layer, config.groups ?? 1, 1, 'groups');
    require(layer, String(config.dilation_rate ?? '1,1'), '1,1', 'dilation_rate');
    return {
      filters: config.filters,
      kernelSize: config.kernel_size,
      strides: config.strides,
      padding: config.padding,
      activation: activationOf(config.activation, layer),
      useBias: config.use_bias,
    };
  },
  Dense: (config, layer) => ({
    units: config.units,
    activation: activationOf(config.activation, layer),
    useBias: config.use_bias,
  }),
  MaxPooling2D: pooling,
  AveragePooling2D: pooling,
  GlobalMaxPooling2D: global,
  GlobalAveragePooling2D: global,
  Flatten: () => ({}),
  Dropout: ({ rate }) => ({ rate }),
  Activation: ({ activation }, layer) => ({ activation: activationOf(activation, layer) }),
  BatchNormalization(config, layer) {
    const axis = Array.isArray(config.axis) ? config.axis[0] : config.axis;
    if (axis !== -1 && axis !== 3) throw refusal(layer, `expected axis -1, got ${String(axis)}`);
    const { momentum, epsilon, center, scale } = config;
    return { momentum, epsilon, center, scale };
  },
};

/** @throws {InteropError} `unsupported-operation`, naming the layer and its class */
export function readLayer(layer: ChainLayer): LayerSpec {
  const { className, config } = layer;
  if (className === 'Softmax') return Activation({ activation: 'softmax' });
  if (className === 'ReLU') {
    const { max_value = null, negative_slope = 0, threshold = 0 } = config;
    if (max_value !== null || threshold !== 0) {
      throw refusal(layer, 'expected a ReLU without max_value and threshold');
    }
    if (negative_slope === 0) return Activation({ activation: 'relu' });
    return Activation({ activation: 'leakyRelu', negativeSlope: optionOf(layer, 'negative_slope') });
  }
  if (className === 'ELU') return Activation({ activation: 'elu', alpha: optionOf(layer, 'alpha') });
  if (className === 'LeakyReLU') {
    return Activation({ activation: 'leakyRelu', negativeSlope: optionOf(layer, 'negative_slope') });
  }
  const read = Object.hasOwn(layers, className) ? layers[className] : undefined;
  if (read === undefined || !layerTypes.includes(className)) throw refusal(layer, 'Convoy has no such layer');
  require(layer, config.data_format ?? 'channels_last', 'channels_last', 'data_format');
  // What a file leaves out has Convoy's default, which is Keras's. `structureOf` checks every option.
  const options = Object.entries(read(config, layer)).filter(([, value]) => value !== undefined);
  return { type: className, ...Object.fromEntries(options) } as LayerSpec;
}

export function refusal({ name, className }: ChainLayer, why: string): InteropError {
  return unsupported(`layer ${name} (${className})`, why);
}

function pooling({ pool_size, strides, padding }: Readonly<Record<string, unknown>>): object {
  return { poolSize: pool_size, strides: strides ?? undefined, padding };
}

function global(config: Readonly<Record<string, unknown>>, layer: ChainLayer): object {
  require(layer, config.keepdims ?? false, false, 'keepdims');
  return {};
}

/** Keras writes down every option of these layers. */
function optionOf(layer: ChainLayer, option: string): number {
  const value = layer.config[option];
  if (typeof value === 'number' && value >= 0) return value;
  throw refusal(layer, `expected ${option} of at least 0, got ${String(value)}`);
}

function require(layer: ChainLayer, found: unknown, expected: unknown, option: string): void {
  if (found !== expected)
    throw refusal(layer, `expected ${option} ${String(expected)}, got ${String(found)}`);
}

/** A name, or a function as Keras writes it down: `{ class_name: 'function', config: 'relu' }`. */
function activationOf(value: unknown, layer: ChainLayer): LayerActivation {
  const isObject = typeof value === 'object' && value !== null;
  const name = isObject && 'config' in value ? value.config : (value ?? 'linear');
  const found = builtInActivations.find((activation) => activations[activation].keras === name);
  if (found !== undefined) return found;
  throw refusal(layer, `Convoy has no activation ${String(name)}`);
}
