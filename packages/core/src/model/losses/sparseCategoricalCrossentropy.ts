import { readOptions } from '../../layers/options.ts';
import { categoricalCrossentropy } from './categoricalCrossentropy.ts';
import type { LossDefinition, LossSpecBase } from './loss.ts';

/** `SparseCategoricalCrossentropy` as plain data, every option explicit. */
export interface SparseCategoricalCrossentropySpec extends LossSpecBase {
  readonly type: 'sparseCategoricalCrossentropy';
}

/** Options for `SparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyOptions {
  /** Whether the model ends without a softmax, which the loss then applies. @default false */
  readonly fromLogits?: boolean;
}

/**
 * Keras's name for the cross-entropy with class indices as labels: `CategoricalCrossentropy` without smoothing.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function SparseCategoricalCrossentropy(
  options: SparseCategoricalCrossentropyOptions = {},
): SparseCategoricalCrossentropySpec {
  return sparseCategoricalCrossentropy.create(options);
}

export const sparseCategoricalCrossentropy: LossDefinition<SparseCategoricalCrossentropySpec> = {
  type: 'sparseCategoricalCrossentropy',

  create(options) {
    const read = readOptions('sparseCategoricalCrossentropy', options, ['fromLogits'], 'invalid-argument');
    return { type: 'sparseCategoricalCrossentropy', fromLogits: read.boolean('fromLogits', false) };
  },

  lower({ fromLogits }, at) {
    categoricalCrossentropy.lower({ type: 'categoricalCrossentropy', labelSmoothing: 0, fromLogits }, at);
  },
};
