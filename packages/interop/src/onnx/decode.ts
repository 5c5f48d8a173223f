// Reads ONNX files. Numbers of fields are those of onnx.proto3. A file is a tree of messages of fixed depth; each is
// read by a function that knows its fields and skips the others, so that no file can make this recurse.

import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import { corrupt } from '../errors.ts';

export interface DecodedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** By ONNX's number, as `elementTypes` has them. */
  readonly type: number;
  /** Little-endian, or null where the numbers are in `floats` or `integers`. */
  readonly raw: Uint8Array | null;
  readonly floats: readonly number[];
  /** Also the bits of half-precision floats. */
  readonly integers: readonly number[];
  /** Whether the numbers are said to be in another file. */
  readonly isExternal: boolean;
}

export interface DecodedAttribute {
  readonly name: string;
  readonly float: number;
  readonly int: number;
  readonly text: string;
  readonly ints: readonly number[];
  readonly floats: readonly number[];
  readonly tensor: DecodedTensor | null;
}

export interface DecodedNode {
  readonly name: string;
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, DecodedAttribute>;
}

/** An input or output; an extent that is not a number is null. */
export interface DecodedValue {
  readonly name: string;
  readonly shape: readonly (number | null)[];
}

export interface DecodedOnnx {
  readonly nodes: readonly DecodedNode[];
  readonly initializers: readonly DecodedTensor[];
  readonly inputs: readonly DecodedValue[];
  readonly outputs: readonly DecodedValue[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** @throws {InteropError} `corrupt-file` if the bytes are no ONNX file, or a damaged one */
export function decodeOnnx(bytes: Uint8Array): DecodedOnnx {
  try {
    return readModel(bytes);
  } catch (error) {
    throw corrupt('not an ONNX file, or a damaged one', error);
  }
}

interface Fields {
  /** Fields of bytes: text, messages, packed numbers. */
  readonly bytes?: Readonly<Record<number, (value: Uint8Array) => void>>;
  readonly numbers?: Readonly<Record<number, (value: number) => void>>;
  readonly floats?: Readonly<Record<number, (value: number) => void>>;
}

/** A field of another type than is expected is skipped, as one that is not known. */
function readMessage(from: Uint8Array, { bytes = {}, numbers = {}, floats = {} }: Fields): void {
  const reader = new BinaryReader(from);
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag();
    const ofBytes = wireType === WireType.LengthDelimited ? bytes[field] : undefined;
    const ofNumber = wireType === WireType.Varint ? numbers[field] : undefined;
    const ofFloat = wireType === WireType.Bit32 ? floats[field] : undefined;
    if (ofBytes) ofBytes(reader.bytes());
    else if (ofNumber) ofNumber(Number(reader.int64()));
    else if (ofFloat) ofFloat(reader.float());
    else reader.skip(wireType, field);
  }
  requireEnd(reader);
}

function requireEnd({ pos, len }: BinaryReader): void {
  if (pos > len) throw corrupt('a number ends after its message');
}

function readModel(from: Uint8Array): DecodedOnnx {
  const metadata = new Map<string, string>();
  let graph: Omit<DecodedOnnx, 'metadata'> | null = null;
  readMessage(from, {
    bytes: {
      7: (value) => {
        graph = readGraph(value);
      },
      14: (value) => {
        let [key, text] = ['', ''];
        readMessage(value, { bytes: { 1: (v) => (key = textOf(v)), 2: (v) => (text = textOf(v)) } });
        metadata.set(key, text);
      },
    },
  });
  if (graph === null) throw corrupt('it holds no graph');
  return { ...(graph as Omit<DecodedOnnx, 'metadata'>), metadata };
}

function readGraph(from: Uint8Array): Omit<DecodedOnnx, 'metadata'> {
  const nodes: DecodedNode[] = [];
  const initializers: DecodedTensor[] = [];
  const inputs: DecodedValue[] = [];
  const outputs: DecodedValue[] = [];
  readMessage(from, {
    bytes: {
      1: (value) => nodes.push(readNode(value)),
      5: (value) => initializers.push(readTensor(value)),
      11: (value) => inputs.push(readValue(value)),
      12: (value) => outputs.push(readValue(value)),
    },
  });
  return { nodes, initializers, inputs, outputs };
}

function readNode(from: Uint8Array): DecodedNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, DecodedAttribute>();
  const texts = { name: '', operator: '', domain: '' };
  readMessage(from, {
    bytes: {
      1: (value) => inputs.push(textOf(value)),
      2: (value) => outputs.push(textOf(value)),
      3: (value) => (texts.name = textOf(value)),
      4: (value) => (texts.operator = textOf(value)),
      5: (value) => {
        const attribute = readAttribute(value);
        attributes.set(attribute.name, attribute);
      },
      7: (value) => (texts.domain = textOf(value)),
    },
  });
  return { ...texts, inputs, outputs, attributes };
}

function readAttribute(from: Uint8Array): DecodedAttribute {
  const found = { name: '', float: 0, int: 0, text: '' };
  const ints: number[] = [];
  const floats: number[] = [];
  let tensor: DecodedTensor | null = null;
  readMessage(from, {
    bytes: {
      1: (value) => (found.name = textOf(value)),
      4: (value) => (found.text = textOf(value)),
      5: (value) => (tensor = readTensor(value)),
      7: (value) => pushFloats(floats, value),
      8: (value) => pushIntegers(ints, value),
    },
    numbers: { 3: (value) => (found.int = value), 8: (value) => ints.push(value) },
    floats: { 2: (value) => (found.float = value), 7: (value) => floats.push(value) },
  });
  return { ...found, ints, floats, tensor };
}

function readTensor(from: Uint8Array): DecodedTensor {
  const shape: number[] = [];
  const floats: number[] = [];
  const integers: number[] = [];
  const found = { name: '', type: 0, isExternal: false };
  let raw: Uint8Array | null = null;
  readMessage(from, {
    bytes: {
      1: (value) => pushIntegers(shape, value),
      4: (value) => pushFloats(floats, value),
      5: (value) => pushIntegers(integers, value),
      7: (value) => pushIntegers(integers, value),
      8: (value) => (found.name = textOf(value)),
      9: (value) => (raw = value),
      13: () => (found.isExternal = true),
    },
    numbers: {
      1: (value) => shape.push(value),
      2: (value) => (found.type = value),
      5: (value) => integers.push(value),
      7: (value) => integers.push(value),
      14: (value) => (found.isExternal = value !== 0),
    },
    floats: { 4: (value) => floats.push(value) },
  });
  return { ...found, shape, floats, integers, raw };
}

function readValue(from: Uint8Array): DecodedValue {
  let name = '';
  const shape: (number | null)[] = [];
  const readDimension = (dimension: Uint8Array) => {
    let extent: number | null = null;
    readMessage(dimension, { numbers: { 1: (value) => (extent = value) } });
    shape.push(extent);
  };
  const readShape = (value: Uint8Array) => readMessage(value, { bytes: { 1: readDimension } });
  const readTensorType = (value: Uint8Array) => readMessage(value, { bytes: { 2: readShape } });
  const readType = (value: Uint8Array) => readMessage(value, { bytes: { 1: readTensorType } });
  readMessage(from, { bytes: { 1: (value) => (name = textOf(value)), 2: readType } });
  return { name, shape };
}

function pushFloats(to: number[], packed: Uint8Array): void {
  const reader = new BinaryReader(packed);
  while (reader.pos < reader.len) to.push(reader.float());
}

function pushIntegers(to: number[], packed: Uint8Array): void {
  const reader = new BinaryReader(packed);
  while (reader.pos < reader.len) to.push(Number(reader.int64()));
  requireEnd(reader);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
