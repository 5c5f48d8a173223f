// AveragePooling2D: the mean of each window.

import { type PoolingOptions, type PoolingSpec, poolingLayer } from './pooling.ts';
import { labelOf } from './validation.ts';

/** `AveragePooling2D` as plain data, every option explicit. */
export type AveragePooling2DSpec = PoolingSpec<'AveragePooling2D'>;

/**
 * Pools `[batch, height, width, channels]` to `[batch, height', width', channels]`.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * AveragePooling2D({ poolSize: 2 });
 */
export function AveragePooling2D(options: PoolingOptions = {}): AveragePooling2DSpec {
  return averagePooling2d.create(options, labelOf('AveragePooling2D', options));
}

export const averagePooling2d = poolingLayer('AveragePooling2D', 'average_pooling2d', 'averagePool2d');
