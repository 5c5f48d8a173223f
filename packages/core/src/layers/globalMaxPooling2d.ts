// GlobalMaxPooling2D: the largest value of each feature map.

import { type GlobalPoolingOptions, type GlobalPoolingSpec, globalPoolingLayer } from './globalPooling.ts';
import { labelOf } from './validation.ts';

/** `GlobalMaxPooling2D` as plain data, every option explicit. */
export type GlobalMaxPooling2DSpec = GlobalPoolingSpec<'GlobalMaxPooling2D'>;

/**
 * Pools `[batch, height, width, channels]` to `[batch, channels]`.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * [GlobalMaxPooling2D(), Dense({ units: 10, activation: 'softmax' })];
 */
export function GlobalMaxPooling2D(options: GlobalPoolingOptions = {}): GlobalMaxPooling2DSpec {
  return globalMaxPooling2d.create(options, labelOf('GlobalMaxPooling2D', options));
}

export const globalMaxPooling2d = globalPoolingLayer(
  'GlobalMaxPooling2D',
  'global_max_pooling2d',
  'maxPool2d',
);
