// ONNX files, as far as ConvNets need them. Numbers of fields are those of onnx.proto3.

import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { AttributeValue, Initializer, Node, Value } from './graph.ts';

/** IR version 8 with operator set 17: read by every ONNX Runtime since 1.12, by onnxruntime-web and by Netron. */
const irVersion = 8;
export const operatorSet = 17;

export const elementTypes = { float32: 1, uint8: 2, int64: 7, float16: 10, bfloat16: 16 } as const;
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

/** All that a file holds. */
export interface OnnxModel {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  /** For whoever uses the file: class names. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of an ONNX file. Equal models give equal bytes. */
export function encodeOnnx({ name, inputs, outputs, nodes, initializers, metadata }: OnnxModel): Uint8Array {
  const file = new BinaryWriter();
  number(file, 1, irVersion);
  text(file, 2, 'convoy');
  const graph = open(file, 7);
  for (const node of nodes) writeNode(open(graph, 1), node).join();
  text(graph, 2, name);
  for (const initializer of initializers) writeInitializer(open(graph, 5), initializer).join();
  for (const value of inputs) writeValue(open(graph, 11), value).join();
  for (const value of outputs) writeValue(open(graph, 12), value).join();
  graph.join();
  const operators = open(file, 8);
  text(operators, 1, '');
  number(operators, 2, operatorSet).join();
  for (const [key, value] of Object.entries(metadata)) text(text(open(file, 14), 1, key), 2, value).join();
  return file.finish();
}

function writeNode(to: BinaryWriter, { name, operator, inputs, output, attributes }: Node): BinaryWriter {
  for (const input of inputs) text(to, 1, input);
  text(to, 2, output);
  text(to, 3, name);
  text(to, 4, operator);
  for (const [key, value] of Object.entries(attributes)) writeAttribute(open(to, 5), key, value).join();
  return to;
}

function writeAttribute(to: BinaryWriter, name: string, value: AttributeValue): BinaryWriter {
  text(to, 1, name);
  if (typeof value === 'number') return number(number(to, 3, value), 20, attributeTypes.int);
  if (typeof value === 'string') return number(text(to, 4, value), 20, attributeTypes.string);
  if ('float' in value) {
    to.tag(2, WireType.Bit32).float(value.float);
    return number(to, 20, attributeTypes.float);
  }
  for (const item of value) number(to, 8, item);
  return number(to, 20, attributeTypes.ints);
}

function writeInitializer(to: BinaryWriter, { name, shape, data }: Initializer): BinaryWriter {
  for (const extent of shape) number(to, 1, extent);
  number(to, 2, data instanceof Float32Array ? elementTypes.float32 : elementTypes.int64);
  text(to, 8, name);
  // Raw data is little-endian, as every processor that runs this is.
  to.tag(9, WireType.LengthDelimited).bytes(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return to;
}

function writeValue(to: BinaryWriter, { name, type, shape }: Value): BinaryWriter {
  text(to, 1, name);
  const tensor = open(open(to, 2), 1);
  number(tensor, 1, elementTypes[type]);
  const dimensions = open(tensor, 2);
  for (const extent of shape) {
    const dimension = open(dimensions, 1);
    if (typeof extent === 'number') number(dimension, 1, extent);
    else text(dimension, 2, extent);
    dimension.join();
  }
  // The dimensions, the tensor, and the type around it.
  return dimensions.join().join().join();
}

function open(to: BinaryWriter, field: number): BinaryWriter {
  return to.tag(field, WireType.LengthDelimited).fork();
}

function number(to: BinaryWriter, field: number, value: number): BinaryWriter {
  return to.tag(field, WireType.Varint).int64(value);
}

function text(to: BinaryWriter, field: number, value: string): BinaryWriter {
  return to.tag(field, WireType.LengthDelimited).string(value);
}
