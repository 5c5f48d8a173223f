// Flatten: an image becomes the vector of its values, row by row, channels fastest.

import { sizeOf } from '@convoy/kernels/internal';
import type { LayerDefinition, LayerSpecBase } from './layer.ts';
import { readOptions } from './options.ts';
import { labelOf, named } from './validation.ts';

/** `Flatten` as plain data, every option explicit. */
export interface FlattenSpec extends LayerSpecBase {
  readonly type: 'Flatten';
}

/**
 * `[batch, height, width, channels]` to `[batch, height · width · channels]`. No operation: the numbers lie so already.
 * @throws {CoreError} if an option is unknown.
 */
export function Flatten(options: { readonly name?: string } = {}): FlattenSpec {
  return flatten.create(options, labelOf('Flatten', options));
}

export const flatten: LayerDefinition<FlattenSpec> = {
  type: 'Flatten',
  defaultName: 'flatten',
  create: (options, label) => ({ type: 'Flatten', ...named(readOptions(label, options, ['name'])) }),
  outputShape: (_, inputShape) => [sizeOf(inputShape)],
  // The output is the input's buffer, and so its gradient is that buffer's gradient: nothing to do either way.
  lower: (_, { input }) => ({ output: input, backward() {} }),
};
