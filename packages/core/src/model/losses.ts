// What training makes smaller.

import { CoreError } from '../errors.ts';
import { readOptions } from '../layers/options.ts';
import { suggestion } from '../nearest.ts';

/** A loss as plain data, every option explicit. */
export interface LossSpec {
  readonly type: 'categoricalCrossentropy';
  /** The share of the target that is spread over all classes. */
  readonly labelSmoothing: number;
  /** Whether the model ends without a softmax, which the loss then applies. */
  readonly fromLogits: boolean;
}

/** What `CategoricalCrossentropy` is told. */
export interface CategoricalCrossentropyOptions {
  /** @default 0 */
  readonly labelSmoothing?: number;
  /** @default false */
  readonly fromLogits?: boolean;
}

/**
 * The cross-entropy between predicted class probabilities and labels, which are class indices (what Keras calls
 * sparse): −log p(label), averaged over the rows.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function CategoricalCrossentropy(options: CategoricalCrossentropyOptions = {}): LossSpec {
  const label = 'categoricalCrossentropy';
  const read = readOptions(label, options, ['labelSmoothing', 'fromLogits'], 'invalid-argument');
  return {
    type: 'categoricalCrossentropy',
    labelSmoothing: read.number('labelSmoothing', 'a number from 0 to 1', (s) => s >= 0 && s <= 1, 0),
    fromLogits: read.boolean('fromLogits', false),
  };
}

/** @throws {CoreError} if there is no loss of that name. */
export function resolveLoss(loss: 'categoricalCrossentropy' | LossSpec): LossSpec {
  if (typeof loss === 'object') {
    const { type, ...options } = loss;
    return requireName(type, () => CategoricalCrossentropy(options));
  }
  return requireName(loss, CategoricalCrossentropy);
}

function requireName(name: string, make: () => LossSpec): LossSpec {
  if (name === 'categoricalCrossentropy') return make();
  throw new CoreError(
    'invalid-argument',
    `unknown loss: ${name}. ${suggestion(name, ['categoricalCrossentropy'])}`,
  );
}
