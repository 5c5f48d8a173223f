// L2Pooling2D: the root of the sum of squares of each window. Not in Keras: one of the lecture's "Other Methods for Pooling".

import { type PoolingOptions, type PoolingSpec, poolingLayer } from './pooling.ts';
import { labelOf } from './validation.ts';

/** `L2Pooling2D` as plain data, every option explicit. */
export type L2Pooling2DSpec = PoolingSpec<'L2Pooling2D'>;

/**
 * Pools `[batch, height, width, channels]` to `[batch, height', width', channels]`.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * L2Pooling2D({ poolSize: 2 });
 */
export function L2Pooling2D(options: PoolingOptions = {}): L2Pooling2DSpec {
  return l2Pooling2d.create(options, labelOf('L2Pooling2D', options));
}

export const l2Pooling2d = poolingLayer('L2Pooling2D', 'l2_pooling2d', 'l2Pool2d');
