import { readOptions } from '../../layers/options.ts';
import type { LossDefinition, LossSpecBase } from './loss.ts';

/** `CategoricalCrossentropy` as plain data, every option explicit. */
export interface CategoricalCrossentropySpec extends LossSpecBase {
  readonly type: 'categoricalCrossentropy';
  /** The share of the target that is spread over all classes. */
  readonly labelSmoothing: number;
}

/** Options for `CategoricalCrossentropy`. */
export interface CategoricalCrossentropyOptions {
  /** The share of the target that is spread over all classes. @default 0 */
  readonly labelSmoothing?: number;
  /** Whether the model ends without a softmax, which the loss then applies. @default false */
  readonly fromLogits?: boolean;
}

/**
 * The cross-entropy between predicted class probabilities and labels: −log p(label), averaged over the rows. Labels are
 * class indices, as with `SparseCategoricalCrossentropy`; this loss can also smooth them.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function CategoricalCrossentropy(
  options: CategoricalCrossentropyOptions = {},
): CategoricalCrossentropySpec {
  return categoricalCrossentropy.create(options);
}

export const categoricalCrossentropy: LossDefinition<CategoricalCrossentropySpec> = {
  type: 'categoricalCrossentropy',

  create(options) {
    const read = readOptions(
      'categoricalCrossentropy',
      options,
      ['labelSmoothing', 'fromLogits'],
      'invalid-argument',
    );
    return {
      type: 'categoricalCrossentropy',
      labelSmoothing: read.number('labelSmoothing', 'a number from 0 to 1', (s) => s >= 0 && s <= 1, 0),
      fromLogits: read.boolean('fromLogits', false),
    };
  },

  lower({ labelSmoothing }, { graph, logits, labels, probabilities, losses, logitsGrad }) {
    // One operation: exact where softmax and logarithm in two steps would overflow, and its gradient is simple.
    graph.emit({
      kind: 'softmaxCrossEntropy',
      labelSmoothing,
      logits,
      labels,
      probabilities,
      losses,
      logitsGrad,
    });
  },
};
