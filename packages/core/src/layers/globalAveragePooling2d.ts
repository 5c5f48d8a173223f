// GlobalAveragePooling2D: the mean of each feature map.

import { type GlobalPoolingOptions, type GlobalPoolingSpec, globalPoolingLayer } from './globalPooling.ts';
import { labelOf } from './validation.ts';

/** `GlobalAveragePooling2D` as plain data, every option explicit. */
export type GlobalAveragePooling2DSpec = GlobalPoolingSpec<'GlobalAveragePooling2D'>;

/**
 * Pools `[batch, height, width, channels]` to `[batch, channels]`.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * [GlobalAveragePooling2D(), Dense({ units: 10, activation: 'softmax' })];
 */
export function GlobalAveragePooling2D(options: GlobalPoolingOptions = {}): GlobalAveragePooling2DSpec {
  return globalAveragePooling2d.create(options, labelOf('GlobalAveragePooling2D', options));
}

export const globalAveragePooling2d = globalPoolingLayer(
  'GlobalAveragePooling2D',
  'global_average_pooling2d',
  'averagePool2d',
);
