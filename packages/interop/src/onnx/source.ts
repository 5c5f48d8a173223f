// A graph that is read: which node gives a value, and which values are constant.

import type { Tensor } from '@convoy/core';
import { corrupt, type InteropError, unsupported } from '../errors.ts';
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
      const value = constantOf(node);
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

  /** A constant of float32 numbers. @throws {InteropError} if it holds others, or not as many as its shape says */
  tensor(name: string, node: DecodedNode): Tensor {
    const tensor = this.#constants.get(name);
    if (tensor === undefined) throw refusal(node, `expected ${name || 'its weights'} to be constant`);
    if (tensor.type !== elementTypes.float32) {
      throw refusal(node, `expected float32 numbers in ${name}, got ONNX's type ${tensor.type}`);
    }
    const { shape, raw, floats } = tensor;
    const count = shape.reduce((product, extent) => product * extent, 1);
    const found = raw === null ? floats.length : raw.length / 4;
    if (!shape.every((extent) => Number.isSafeInteger(extent) && extent > 0) || found !== count) {
      throw corrupt(`tensor ${name}: shape [${shape.join(', ')}] with ${found} numbers`);
    }
    return {
      shape,
      data: raw === null ? Float32Array.from(floats) : new Float32Array(Uint8Array.from(raw).buffer),
    };
  }

  /** The numbers of a constant of one or a few float32 or int64 numbers; null if it is none. */
  numbers(name: string): readonly number[] | null {
    const tensor = this.#constants.get(name);
    if (tensor === undefined) return null;
    const { type, raw, floats, integers } = tensor;
    const isFloat = type === elementTypes.float32;
    if (!isFloat && type !== elementTypes.int64) return null;
    const width = isFloat ? 4 : 8;
    if (raw === null) return isFloat ? floats : integers;
    if (raw.length % width !== 0 || raw.length > 1e6) return null;
    const { buffer } = Uint8Array.from(raw);
    return isFloat ? Array.from(new Float32Array(buffer)) : Array.from(new BigInt64Array(buffer), Number);
  }
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
