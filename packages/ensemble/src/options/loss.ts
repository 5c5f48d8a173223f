// What is minimized: `loss`, or `labelSmoothing` for the default loss.

import { CategoricalCrossentropy, type LossName, type LossSpec, lossNames } from '@convoy/core';
import { resolveLoss } from '@convoy/core/internal';
import { EnsembleError } from '../errors.ts';
import { hasType, type Kind, shown } from './kind.ts';

/** A loss, by its name with its defaults or as data. */
export type Loss = LossName | (string & {}) | LossSpec;

export const losses: Kind<Loss> = {
  get expected() {
    return `one of ${lossNames.join(', ')}, or a loss as data, such as { "type": "categoricalCrossentropy", "labelSmoothing": 0.1 }`;
  },
  // Modules of the user's own may define it, which are imported later; what resolves it checks the rest.
  is: (value): value is Loss => (typeof value === 'string' && value !== '') || hasType(value),
  names: lossNames,
  write: (value) => (typeof value === 'string' ? value : null),
};

interface LossOptions {
  readonly loss?: Loss | undefined;
  readonly labelSmoothing: number;
}

/** The loss that options come to. */
export function lossOf({ loss, labelSmoothing }: LossOptions): LossSpec {
  return loss === undefined ? CategoricalCrossentropy({ labelSmoothing }) : resolveLoss(loss);
}

/**
 * The two options as they are kept. The default loss is kept as its smoothing alone, however it was said, so that equal
 * trainings have equal configurations.
 * @throws {EnsembleError} `invalid-option` if both say something, or the loss is for networks without a softmax
 * @throws {CoreError} `invalid-argument` if there is no such loss, or an option of it is wrong
 */
export function resolveLosses(given: LossOptions): {
  readonly loss: LossSpec | undefined;
  readonly labelSmoothing: number;
} {
  const { labelSmoothing } = given;
  const loss = lossOf(given);
  if (given.loss !== undefined && labelSmoothing !== 0) {
    throw new EnsembleError(
      'invalid-option',
      `labelSmoothing: expected none beside loss, which says it too, got ${shown(labelSmoothing)}`,
    );
  }
  if (loss.fromLogits) {
    throw new EnsembleError(
      'invalid-option',
      `loss: expected fromLogits false, for members are saved as networks that end with softmax, got true`,
    );
  }
  const isDefault = (spec: LossSpec): spec is ReturnType<typeof CategoricalCrossentropy> =>
    spec.type === 'categoricalCrossentropy';
  return isDefault(loss)
    ? { loss: undefined, labelSmoothing: loss.labelSmoothing }
    : { loss, labelSmoothing };
}
