// A graph that is read: which node gives a value, and which values are constant.

import type { Tensor } from '@convoy/core';
import { corrupt, type InteropError, unsupported } from '../errors.ts';
import { floatsOfBfloat16, floatsOfFloat16 } from '../halfPrecision.ts';
import { type DecodedNode, type DecodedOnnx, type DecodedTensor, decodeOnnx } from './decode.ts';
import { elementTypes } from './encode.ts';

export class OnnxSource {
  readonly file: DecodedOnnx;
  readonly #producers = new Map<string, DecodedNode>();
  readonly #constants = new Map<string, DecodedTensor>();

  /** @throws {InteropError} `corrupt-file`; `unsupported-operation` if a tensor lies in another file */
  constructor(bytes: Uint8Array) {
    this.file = decodeOnnx(bytes);
    for (const tensor of this.file.initializers) this.#constants.set(tensor.name, tensor);
    for (const node of this.file.nodes) {
      for (const output of node.outputs) this.#producers.set(output, node);
      const value = constantOf(node) ?? this.#castConstant(node);
      const [output] = node.outputs;
      if (value !== null && output !== undefined) this.#constants.set(output, value);
    }
    for (const { name, isExternal } of this.#constants.values()) {
      if (isExternal) {
        throw unsupported(
          `tensor ${name}`,
          'its numbers are in another file. Export to one file, without external data',
        );
      }
    }
  }

  /** Weights that are stored in half precision, and computed with in another. */
  #castConstant({ operator, inputs }: DecodedNode): DecodedTensor | null {
    const tensor = operator === 'Cast' ? this.#constants.get(inputs[0] ?? '') : undefined;
    return tensor !== undefined && floatTypes.has(tensor.type) ? tensor : null;
  }

  producerOf(value: string): DecodedNode | undefined {
    return this.#producers.get(value);
  }

  isConstant(value: string): boolean {
    return this.#constants.has(value);
  }

  /** Of a constant; empty for what is none. */
  shapeOf(name: string): readonly number[] {
    return this.#constants.get(name)?.shape ?? [];
  }

  /** A constant of floats, as float32. @throws {InteropError} if it holds others, or not as many as its shape says */
  tensor(name: string, node: DecodedNode): Tensor {
    const tensor = this.#constants.get(name);
    if (tensor === undefined) throw refusal(node, `expected ${name || 'its weights'} to be constant`);
    const data = floatsOf(tensor);
    if (data === null) {
      throw refusal(
        node,
        `expected float32 or half-precision numbers in ${name}, got ONNX's type ${tensor.type}`,
      );
    }
    const { shape } = tensor;
    const count = shape.reduce((product, extent) => product * extent, 1);
    if (!shape.every((extent) => Number.isSafeInteger(extent) && extent > 0) || data.length !== count) {
      throw corrupt(`tensor ${name}: shape [${shape.join(', ')}] with ${data.length} numbers`);
    }
    return { shape, data };
  }

  /** The numbers of a constant of one or a few floats or int64 numbers; null if it is none. */
  numbers(name: string): readonly number[] | null {
    const tensor = this.#constants.get(name);
    if (tensor === undefined) return null;
    const { type, raw, integers } = tensor;
    if (raw !== null && raw.length > 1e6) return null;
    if (type !== elementTypes.int64) {
      const floats = floatsOf(tensor);
      return floats && Array.from(floats);
    }
    if (raw === null) return integers;
    if (raw.length % 8 !== 0) return null;
    return Array.from(new BigInt64Array(Uint8Array.from(raw).buffer), Number);
  }
}

/** How floats of a type are read, and the bytes of each. */
interface FloatType {
  readonly width: number;
  read(raw: Uint8Array): Float32Array;
}

const floatTypes: ReadonlyMap<number, FloatType> = new Map<number, FloatType>([
  [elementTypes.float32, { width: 4, read: (raw) => new Float32Array(Uint8Array.from(raw).buffer) }],
  [elementTypes.float16, { width: 2, read: floatsOfFloat16 }],
  [elementTypes.bfloat16, { width: 2, read: floatsOfBfloat16 }],
]);

/** The numbers of a tensor of floats; null if it holds others. Half precision without raw data has its bits as integers. */
function floatsOf({ name, type, raw, floats, integers }: DecodedTensor): Float32Array | null {
  const floatType = floatTypes.get(type);
  if (floatType === undefined) return null;
  if (raw === null && type === elementTypes.float32) return Float32Array.from(floats);
  const bytes = raw ?? new Uint8Array(Uint16Array.from(integers).buffer);
  if (bytes.length % floatType.width !== 0) throw corrupt(`tensor ${name}: ${bytes.length} bytes of numbers`);
  return floatType.read(bytes);
}

function constantOf({ operator, attributes }: DecodedNode): DecodedTensor | null {
  if (operator !== 'Constant') return null;
  const tensor = attributes.get('value')?.tensor;
  if (tensor) return tensor;
  const rest = { name: 'constant', raw: null, isExternal: false };
  const float = attributes.get('value_float')?.float;
  if (float !== undefined) return { ...rest, shape: [], type: 1, floats: [float], integers: [] };
  const floats = attributes.get('value_floats')?.floats;
  if (floats !== undefined) return { ...rest, shape: [floats.length], type: 1, floats, integers: [] };
  const int = attributes.get('value_int')?.int;
  if (int !== undefined) return { ...rest, shape: [], type: 7, floats: [], integers: [int] };
  const ints = attributes.get('value_ints')?.ints;
  return ints === undefined ? null : { ...rest, shape: [ints.length], type: 7, floats: [], integers: ints };
}

/** An error that names the node and its operation. */
export function refusal(node: DecodedNode, why: string): InteropError {
  const name = node.name || node.outputs[0] || 'without a name';
  const operator = node.domain === '' ? node.operator : `${node.domain}.${node.operator}`;
  return unsupported(`node ${name} (${operator})`, why);
}
