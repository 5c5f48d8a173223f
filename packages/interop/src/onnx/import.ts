// A graph becomes networks: from each output back to the input, as long as every step has one input, and forward again.

import { CoreError, type ImageShape } from '@convoy/core';
import { corrupt, unsupported } from '../errors.ts';
import type { Imported, ImportedNetwork, ImportOptions } from '../import/imported.ts';
import { classNamesOf, combinationOf, namesOf } from '../import/metadata.ts';
import { Stack } from '../import/stack.ts';
import type { DecodedNode, DecodedValue } from './decode.ts';
import { type RecognizedActivation, recognizeActivation } from './elementwise.ts';
import { addActivation, beforeLayers, readOperation } from './operations.ts';
import { OnnxSource, refusal } from './source.ts';

/**
 * Reads the networks of an ONNX file: sequential ConvNets of the operations that Convoy has, one per file, or all members
 * of an ensemble that `exportOnnx` wrote. The input is `[batch, channels, height, width]`, or has channels last and is
 * transposed first. A network that ends without a softmax is given one.
 * @throws {InteropError} `unsupported-operation`, naming node and operation; `corrupt-file`
 */
export function importOnnx(bytes: Uint8Array, options: ImportOptions = {}): Imported {
  const source = new OnnxSource(bytes);
  const { metadata, outputs } = source.file;
  const members = namesOf(metadata.get('convoy.members'));
  const only = outputs.length === 1 ? outputs[0] : outputs.find(({ name }) => name === 'probabilities');
  const sinks = members ?? (only === undefined ? [] : [only.name]);
  if (sinks.length === 0) {
    const names = outputs.map(({ name }) => name).join(', ');
    throw unsupported(
      'the graph',
      `expected one output, or one of the name probabilities, got ${names || 'none'}`,
    );
  }
  return {
    networks: sinks.map((sink) => networkOf(source, sink, options)),
    classNames: classNamesOf(metadata.get('classNames')),
    combination: combinationOf(metadata.get('convoy.combination')),
  };
}

/** One step of the way from the input: an operation, or an activation that several operations make. */
interface Step {
  readonly node: DecodedNode;
  readonly activation: RecognizedActivation | null;
}

function networkOf(source: OnnxSource, sink: string, options: ImportOptions): ImportedNetwork {
  const { input, steps } = chainTo(source, sink);
  const isChannelsLast = startsChannelsLast(steps);
  const stack = new Stack(imageShapeOf(input, isChannelsLast));
  stack.isChannelsLast = isChannelsLast;
  for (const [at, { node, activation }] of steps.entries()) {
    if (node.operator === 'LogSoftmax' && at < steps.length - 1) throw refusal(node, 'expected it last');
    try {
      if (activation !== null) addActivation(stack, activation.activation, activation.options);
      else readOperation({ source, node, stack });
    } catch (error) {
      // A layer that does not fit the one before it.
      if (error instanceof CoreError) throw refusal(node, error.message);
      throw error;
    }
  }
  const { last } = stack;
  const endsWithSoftmax = last !== undefined && 'activation' in last && last.activation === 'softmax';
  if (!endsWithSoftmax) addActivation(stack, 'softmax');
  return stack.finish('imported', options);
}

function chainTo(source: OnnxSource, sink: string) {
  const { inputs, nodes, initializers } = source.file;
  const constants = new Set(initializers.map(({ name }) => name));
  const images = inputs.filter(({ name }) => !constants.has(name));
  const steps: Step[] = [];
  let value = sink;
  for (;;) {
    const input = images.find(({ name }) => name === value);
    if (input !== undefined) return { input, steps: steps.reverse() };
    const node = source.producerOf(value);
    if (node === undefined) throw corrupt(`nothing computes ${value}`);
    if (steps.length > nodes.length) throw corrupt(`${value} is computed from itself`);
    const recognized = recognizeActivation(source, value);
    steps.push({ node, activation: recognized });
    value = recognized?.input ?? onlyInput(source, node);
  }
}

function onlyInput(source: OnnxSource, node: DecodedNode): string {
  const computed = node.inputs.filter((name) => name !== '' && !source.isConstant(name));
  const [only] = computed;
  if (only !== undefined && computed.length === 1) return only;
  throw refusal(node, `expected one computed input, as in a stack of layers, got ${computed.length}`);
}

/** Whether the first thing that moves axes puts channels first. */
function startsChannelsLast(steps: readonly Step[]): boolean {
  const first = steps.find(({ node }) => !beforeLayers.includes(node.operator))?.node;
  return first?.operator === 'Transpose' && first.attributes.get('perm')?.ints.join() === '0,3,1,2';
}

function imageShapeOf({ name, shape }: DecodedValue, isChannelsLast: boolean): ImageShape {
  const [, second, third, fourth] = shape;
  if (shape.length !== 4 || !second || !third || !fourth) {
    const found = shape.map((extent) => extent ?? '?').join(', ');
    throw unsupported(
      `input ${name}`,
      `expected images of a fixed size, [batch, channels, height, width], got [${found}]`,
    );
  }
  return isChannelsLast ? [second, third, fourth] : [third, fourth, second];
}
