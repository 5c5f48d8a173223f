// A whole ensemble as one ONNX graph: pixels in, probabilities out.

import type { Normalization } from '@convoy/core';
import type { Ensemble } from '@convoy/ensemble/node';
import { placesOf } from '../channelsFirst.ts';
import { InteropError } from '../errors.ts';
import { type NetworkSet, networksOf, sameNormalization } from '../network.ts';
import { writeCombination } from './combine.ts';
import { encodeOnnx } from './encode.ts';
import { OnnxGraph, type Value } from './graph.ts';
import { writeLayer } from './layers.ts';

/** The layouts that `exportOnnx` can give the input. */
export const inputLayouts = ['NHWC', 'NCHW'] as const;
/** The types that `exportOnnx` can give the pixels. */
export const inputTypes = ['float32', 'uint8'] as const;

/** Options for `exportOnnx`. */
export interface OnnxOptions {
  /** Export one member alone, by its number. @default all of them, combined */
  readonly member?: number;
  /** The order of the input's axes. @default 'NHWC' */
  readonly layout?: (typeof inputLayouts)[number];
  /** The type of the pixels, whose values are 0–255 either way. @default 'float32' */
  readonly inputType?: (typeof inputTypes)[number];
  /** Whether bytes are normalized inside; if not, the input must be what the network itself takes. @default true */
  readonly normalize?: boolean;
  /** Add the output `members`, `[batch, members, classes]`. @default false */
  readonly members?: boolean;
  /** A fixed number of images per run. @default any number */
  readonly batchSize?: number;
}

/**
 * The bytes of an ONNX file, operator set 17. Its input is `images`, `[batch, height, width, channels]` with pixel values
 * 0–255: normalization is inside. Its output is `probabilities`, `[batch, classes]`: what `ensemble.predict` gives for
 * the same pixels. Class names are in its metadata, under `classNames`, as JSON.
 * @throws {InteropError} `invalid-option` if there is no such member
 * @example
 * await writeFile('digits.onnx', exportOnnx(await Ensemble.load('runs/a')));
 */
export function exportOnnx(ensemble: Ensemble, options: OnnxOptions = {}): Uint8Array {
  const { member, layout = 'NHWC', inputType = 'float32', members = false, batchSize } = options;
  const { normalize = true } = options;
  if (batchSize !== undefined && !(Number.isSafeInteger(batchSize) && batchSize > 0)) {
    throw new InteropError('invalid-option', `batchSize: expected a whole number above 0, got ${batchSize}`);
  }
  const set = networksOf(ensemble, member);
  const graph = new OnnxGraph();
  const probabilities = writeMembers(graph, set, { layout, inputType, normalize });
  const classes = set.classNames.length;
  const combined = writeCombination(graph, set.combination, probabilities, classes);
  graph.add('Identity', [combined], {}, 'probabilities');
  if (members) {
    const axes = graph.integers([1]);
    const rows = probabilities.map((name) => graph.add('Unsqueeze', [name, axes]));
    graph.add('Concat', rows, { axis: 1 }, 'members');
  }
  const batch = batchSize ?? 'batch';
  const [height, width, channels] = set.imageShape;
  const axes = layout === 'NHWC' ? [height, width, channels] : [channels, height, width];
  return encodeOnnx({
    name: set.name,
    inputs: [{ name: 'images', type: inputType, shape: [batch, ...axes] }],
    outputs: [
      { name: 'probabilities', type: 'float32', shape: [batch, classes] },
      ...(members ? [membersOutput(batch, probabilities.length, classes)] : []),
    ],
    nodes: graph.nodes,
    initializers: [...graph.initializers.values()],
    metadata: {
      classNames: JSON.stringify(set.classNames),
      'convoy.members': JSON.stringify(probabilities),
      'convoy.combination': JSON.stringify(set.combination),
    },
  });
}

function membersOutput(batch: number | string, members: number, classes: number): Value {
  return { name: 'members', type: 'float32', shape: [batch, members, classes] };
}

/** @returns the name of each member's output */
function writeMembers(
  graph: OnnxGraph,
  { networks }: NetworkSet,
  { layout, inputType, normalize }: Pick<OnnxOptions, 'layout' | 'inputType' | 'normalize'>,
): readonly string[] {
  graph.scope = 'input';
  const pixels = inputType === 'uint8' ? graph.add('Cast', ['images'], { to: 1 }) : 'images';
  const input = layout === 'NHWC' ? graph.add('Transpose', [pixels], { perm: [0, 3, 1, 2] }) : pixels;
  const made: { readonly normalization: Normalization; readonly output: string }[] = [];
  return networks.map((network) => {
    const { normalization } = network.structure.config;
    const write = (at: string) =>
      placesOf(network.structure).reduce((output, place) => writeLayer(graph, network, place, output), at);
    if (!normalize) return write(input);
    let normalized = made.find((one) => sameNormalization(one.normalization, normalization))?.output;
    if (normalized === undefined) {
      graph.scope = `input/${made.length}`;
      normalized = writeNormalization(graph, input, normalization);
      made.push({ normalization, output: normalized });
    }
    return write(normalized);
  });
}

/** `(pixel / 255 − mean) / standard deviation`, per channel; what changes nothing is left out. */
function writeNormalization(
  graph: OnnxGraph,
  input: string,
  { mean, standardDeviation }: Normalization,
): string {
  const perChannel = (name: string, values: readonly number[]) =>
    graph.tensor(`${graph.scope}/${name}`, [1, values.length, 1, 1], Float32Array.from(values));
  let output = graph.add('Div', [input, graph.scalar(255)]);
  if (mean.some((value) => value !== 0)) {
    output = graph.add('Sub', [output, perChannel('mean', mean)]);
  }
  if (standardDeviation.some((value) => value !== 1)) {
    output = graph.add('Div', [output, perChannel('standardDeviation', standardDeviation)]);
  }
  return output;
}
