// MaxPooling2D: the largest value of each window: how strongly a feature is present, not where exactly.

import { type PoolingOptions, type PoolingSpec, poolingLayer } from './pooling.ts';
import { labelOf } from './validation.ts';

/** `MaxPooling2D` as plain data, every option explicit. */
export type MaxPooling2DSpec = PoolingSpec<'MaxPooling2D'>;

/**
 * Pools `[batch, height, width, channels]` to `[batch, height', width', channels]`.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * MaxPooling2D({ poolSize: 2 });
 */
export function MaxPooling2D(options: PoolingOptions = {}): MaxPooling2DSpec {
  return maxPooling2d.create(options, labelOf('MaxPooling2D', options));
}

export const maxPooling2d = poolingLayer('MaxPooling2D', 'max_pooling2d', 'maxPool2d');
