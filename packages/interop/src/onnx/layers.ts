// Every layer as ONNX operations over [batch, channels, height, width]. A new layer is an entry of the table.

import type { BuiltInLayerSpec, PoolingOptions } from '@convoy/core';
import type { Padding } from '@convoy/kernels';
import { windowExtent } from '@convoy/kernels/internal';
import { type AppliedActivation, foreignActivationOf } from '../activations.ts';
import { type Place, toChannelsFirst } from '../channelsFirst.ts';
import { builtInSpecOf, type Network } from '../network.ts';
import type { OnnxGraph } from './graph.ts';

type Pair = Exclude<PoolingOptions['strides'], number | undefined>;

/** Where a layer is written: its weights are in the graph already, by PyTorch's names. */
interface At {
  readonly graph: OnnxGraph;
  readonly place: Place;
  readonly input: string;
  /** The name in the graph of one of the layer's tensors. */
  readonly weight: (name: string) => string;
}

type Writer<Type extends BuiltInLayerSpec['type']> = (
  spec: Extract<BuiltInLayerSpec, { type: Type }>,
  at: At,
) => string;

const writers: { readonly [Type in BuiltInLayerSpec['type']]: Writer<Type> } = {
  Conv2D(spec, at) {
    const { kernelSize, strides, padding, useBias } = spec;
    const inputs = [at.input, at.weight('weight'), ...(useBias ? [at.weight('bias')] : [])];
    const window = windowAttributes(kernelSize, strides, padding, at.place);
    return activated(spec, at, at.graph.add('Conv', inputs, window));
  },
  Dense(spec, at) {
    const inputs = [at.input, at.weight('weight'), ...(spec.useBias ? [at.weight('bias')] : [])];
    return activated(spec, at, at.graph.add('Gemm', inputs, { transB: 1 }));
  },
  MaxPooling2D: ({ poolSize, strides, padding }, { graph, place, input }) =>
    graph.add('MaxPool', [input], windowAttributes(poolSize, strides, padding, place)),
  AveragePooling2D: ({ poolSize, strides, padding }, { graph, place, input }) =>
    graph.add('AveragePool', [input], {
      ...windowAttributes(poolSize, strides, padding, place),
      count_include_pad: 0,
    }),
  L2Pooling2D: ({ poolSize, strides, padding }, { graph, place, input }) =>
    graph.add('LpPool', [input], { ...windowAttributes(poolSize, strides, padding, place), p: 2 }),
  GlobalMaxPooling2D: (_, { graph, input }) =>
    graph.add('Flatten', [graph.add('GlobalMaxPool', [input])], { axis: 1 }),
  GlobalAveragePooling2D: (_, { graph, input }) =>
    graph.add('Flatten', [graph.add('GlobalAveragePool', [input])], { axis: 1 }),
  Flatten(_, { graph, place, input }) {
    const ordered = place.restoresOrder ? graph.add('Transpose', [input], { perm: [0, 2, 3, 1] }) : input;
    return graph.add('Flatten', [ordered], { axis: 1 });
  },
  // Drops nothing in inference.
  Dropout: (_, { input }) => input,
  Activation: (spec, at) => activated(spec, at, at.input),
  BatchNormalization({ epsilon, scale, center }, { graph, place, input, weight }) {
    const channels = place.layer.inputShape.at(-1) ?? 1;
    const filled = (name: string, value: number) =>
      graph.tensor(`${graph.scope}/${name}`, [channels], new Float32Array(channels).fill(value));
    const gamma = scale ? weight('weight') : filled('ones', 1);
    const beta = center ? weight('bias') : filled('zeros', 0);
    const inputs = [input, gamma, beta, weight('running_mean'), weight('running_var')];
    return graph.add('BatchNormalization', inputs, { epsilon: { float: epsilon } });
  },
  Rescaling: ({ scale }, { graph, input }) => graph.add('Mul', [input, graph.scalar(scale)]),
};

/** Adds a layer and its weights. @returns the name of its output */
export function writeLayer(
  graph: OnnxGraph,
  { member, weights }: Network,
  place: Place,
  input: string,
): string {
  const { layer } = place;
  const spec = builtInSpecOf(layer, writers);
  graph.scope = `members.${member}/${layer.name}`;
  const weight = (name: string) => `members.${member}.${layer.name}.${name}`;
  for (const [name, { shape, data }] of toChannelsFirst(place, weights))
    graph.tensor(weight(name), shape, data);
  // The writer fits the specification of its own type: TypeScript cannot carry that through the look-up.
  const write = writers[spec.type] as Writer<BuiltInLayerSpec['type']>;
  return write(spec, { graph, place, input, weight });
}

function activated(spec: AppliedActivation, { graph, place }: At, input: string): string {
  const { foreign, options } = foreignActivationOf(spec, place.layer.label);
  return foreign.onnx(graph, input, options);
}

function windowAttributes(size: Pair, strides: Pair, padding: Padding, { layer }: Place) {
  const [height = 1, width = 1] = layer.inputShape;
  const vertical = windowExtent(height, size[0], strides[0], padding);
  const horizontal = windowExtent(width, size[1], strides[1], padding);
  return {
    kernel_shape: size,
    strides,
    pads: [vertical.before, horizontal.before, vertical.after, horizontal.after],
  };
}
