// Every layer as Keras's: its class and its configuration. A new layer is an entry of the table.

import type { LayerActivation, LayerSpec, ModelLayer, WeightSpec } from '@convoy/core';
import { activations } from '../activations.ts';
import { InteropError } from '../errors.ts';

/** A layer as `config.json` has it. */
export interface KerasLayer {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** In Keras's order, which is Convoy's. */
  readonly weights: readonly WeightSpec[];
}

type Writer<Type extends LayerSpec['type']> = (
  spec: Extract<LayerSpec, { type: Type }>,
  layer: ModelLayer,
) => Readonly<Record<string, unknown>>;

const channelsLast = { data_format: 'channels_last' } as const;

const writers: { readonly [Type in LayerSpec['type']]: Writer<Type> } = {
  Conv2D: (spec, layer) => ({
    filters: spec.filters,
    kernel_size: spec.kernelSize,
    strides: spec.strides,
    padding: spec.padding,
    activation: activationOf(spec.activation, layer),
    use_bias: spec.useBias,
    trainable: spec.trainable === true,
    ...channelsLast,
  }),
  Dense: ({ units, activation, useBias, trainable }, layer) => ({
    units,
    activation: activationOf(activation, layer),
    use_bias: useBias,
    trainable,
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
  Activation: ({ activation }, layer) => ({ activation: activationOf(activation, layer) }),
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
  // The writer fits the specification of its own type: TypeScript cannot carry that through the look-up.
  const write = writers[layer.spec.type] as Writer<LayerSpec['type']>;
  return {
    className: layer.spec.type,
    config: { name, ...write(layer.spec, layer) },
    weights: layer.weights,
  };
}

function pooling(
  spec: Extract<LayerSpec, { readonly poolSize: unknown }>,
): Readonly<Record<string, unknown>> {
  return { pool_size: spec.poolSize, strides: spec.strides, padding: spec.padding, ...channelsLast };
}

function activationOf(activation: LayerActivation, { label }: ModelLayer): string {
  const name = activations[activation].keras;
  if (name !== null) return name;
  throw new InteropError('unsupported-layer', `${label}: Keras has no activation ${activation}`);
}
