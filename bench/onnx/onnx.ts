// ONNX files, as far as a stack of layers needs them. Numbers of fields are those of onnx.proto3.

import { bytes, message, number, text } from './protobuf.ts';

const float32 = 1;
/** IR version 8 with operator set 13: read by every ONNX Runtime since 1.10. */
const irVersion = 8;
const operatorSet = 13;

export interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Lists of whole numbers, such as `strides`, or one of them, such as `axis`. */
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

export interface Initializer {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Value {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface Model {
  readonly input: Value;
  readonly output: Value;
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
}

export function encodeOnnx({ input, output, nodes, initializers }: Model): Uint8Array {
  const graph = message(
    ...nodes.map((node) => bytes(1, encodeNode(node))),
    text(2, 'graph'),
    ...initializers.map((initializer) => bytes(5, encodeInitializer(initializer))),
    bytes(11, encodeValue(input)),
    bytes(12, encodeValue(output)),
  );
  return message(
    number(1, irVersion),
    text(2, 'convoy-bench'),
    bytes(7, graph),
    bytes(8, message(text(1, ''), number(2, operatorSet))),
  );
}

function encodeNode({ operator, inputs, output, attributes = {} }: Node): Uint8Array {
  return message(
    ...inputs.map((input) => text(1, input)),
    text(2, output),
    text(4, operator),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, encodeAttribute(name, value))),
  );
}

function encodeAttribute(name: string, value: number | readonly number[]): Uint8Array {
  const type = { int: 2, ints: 7 };
  return typeof value === 'number'
    ? message(text(1, name), number(3, value), number(20, type.int))
    : message(text(1, name), ...value.map((item) => number(8, item)), number(20, type.ints));
}

function encodeInitializer({ name, shape, data }: Initializer): Uint8Array {
  // Raw data is little-endian, as every processor that runs this is.
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return message(
    ...shape.map((extent) => number(1, extent)),
    number(2, float32),
    text(8, name),
    bytes(9, raw),
  );
}

function encodeValue({ name, shape }: Value): Uint8Array {
  const dimensions = shape.map((extent) => bytes(1, number(1, extent)));
  const tensor = message(number(1, float32), bytes(2, message(...dimensions)));
  return message(text(1, name), bytes(2, bytes(1, tensor)));
}
