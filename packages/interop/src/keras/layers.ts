// Every layer as Keras's: its class and its configuration. A new layer is an entry of the table.

import type { BuiltInLayerSpec, ModelLayer, WeightSpec } from '@convoy/core';
import { type AppliedActivation, foreignActivationOf } from '../activations.ts';
import { InteropError } from '../errors.ts';
import { builtInSpecOf } from '../network.ts';

/** A layer as `config.json` has it. */
export interface KerasLayer {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** In Keras's order, which is Convoy's. */
  readonly weights: readonly WeightSpec[];
}

type Writer<Type extends BuiltInLayerSpec['type']> = (
  spec: Extract<BuiltInLayerSpec, { type: Type }>,
  layer: ModelLayer,
) => Readonly<Record<string, unknown>>;

const channelsLast = { data_format: 'channels_last' } as const;

const writers: { readonly [Type in BuiltInLayerSpec['type']]: Writer<Type> } = {
  Conv2D: (spec, layer) => ({
    filters: spec.filters,
    kernel_size: spec.kernelSize,
    strides: spec.strides,
    padding: spec.padding,
    activation: activationOf(spec, layer),
    use_bias: spec.useBias,
    trainable: spec.trainable === true,
    ...channelsLast,
  }),
  Dense: (spec, layer) => ({
    units: spec.units,
    activation: activationOf(spec, layer),
    use_bias: spec.useBias,
    trainable: spec.trainable,
  }),
  MaxPooling2D: pooling,
  AveragePooling2D: pooling,
  L2Pooling2D(_, { label }) {
    throw new InteropError(
      'unsupported-layer',
      `${label}: Keras has no L2 pooling. Export to onnx or pytorch, which have it`,
    );
  },
  GlobalMaxPooling2D: () => channelsLast,
  GlobalAveragePooling2D: () => channelsLast,
  Flatten: () => channelsLast,
  Dropout: ({ rate }) => ({ rate }),
  Activation: (spec, layer) => ({ activation: activationOf(spec, layer) }),
  BatchNormalization: ({ momentum, epsilon, center, scale, trainable }) => ({
    axis: -1,
    momentum,
    epsilon,
    center,
    scale,
    trainable,
  }),
  Rescaling: ({ scale }) => ({ scale, offset: 0 }),
};

/**
 * @param name of the layer in Keras
 * @throws {InteropError} `unsupported-layer` if Keras has no such layer or activation
 */
export function kerasLayerOf(layer: ModelLayer, name: string): KerasLayer {
  const spec = builtInSpecOf(layer, writers);
  // The writer fits the specification of its own type: TypeScript cannot carry that through the look-up.
  const write = writers[spec.type] as Writer<BuiltInLayerSpec['type']>;
  const own = spec.type === 'Activation' ? activationLayerOf(spec, layer) : null;
  return {
    className: own?.className ?? spec.type,
    config: { name, ...(own?.config ?? write(spec, layer)) },
    weights: layer.weights,
  };
}

function pooling(
  spec: Extract<BuiltInLayerSpec, { readonly poolSize: unknown }>,
): Readonly<Record<string, unknown>> {
  return { pool_size: spec.poolSize, strides: spec.strides, padding: spec.padding, ...channelsLast };
}

function activationOf(spec: AppliedActivation, { label }: ModelLayer): string {
  const { keras } = foreignActivationOf(spec, label).foreign;
  if (keras !== null) return keras;
  throw new InteropError('unsupported-layer', `${label}: Keras has no activation ${spec.activation}`);
}

/** Options that are not the defaults need a layer of their own; null if a name says it all. */
function activationLayerOf(spec: AppliedActivation, { label }: ModelLayer) {
  const { foreign, options, isDefault } = foreignActivationOf(spec, label);
  if (isDefault || foreign.kerasLayer === undefined) return null;
  const { className, option } = foreign.kerasLayer;
  return { className, config: { [option[1]]: options[option[0]] } };
}
