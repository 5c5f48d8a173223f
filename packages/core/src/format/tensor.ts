// Named arrays of numbers: what weights and saved states are made of.

import { CoreError } from '../errors.ts';

/** A block of float32 numbers, the last axis fastest: `data.length` is the product of `shape`. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Weights of a model by name (`conv2d_1/kernel`), in the order of its layers. */
export type Weights = ReadonlyMap<string, Tensor>;

/** What a container can hold beside float32. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array | Uint8Array;
}

/**
 * The tensors of a container as weights.
 * @throws {CoreError} `corrupt-file` if one of them is not float32.
 */
export function asWeights(tensors: ReadonlyMap<string, StoredTensor>): Map<string, Tensor> {
  const weights = new Map<string, Tensor>();
  for (const [name, { shape, data }] of tensors) {
    if (!(data instanceof Float32Array)) {
      throw new CoreError('corrupt-file', `tensor ${name}: expected float32, found ${data.constructor.name}`);
    }
    weights.set(name, { shape, data });
  }
  return weights;
}
