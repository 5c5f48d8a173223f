import { div, mul, sub } from '../expression.ts';
import { decayed, type OptimizerStep, step, type UpdateRule } from '../update.ts';
import { movingAverage, rootPlus, square } from './moments.ts';

/**
 * `m ← b1·m + (1 − b1)·g`; `v ← b2·v + (1 − b2)·g²`; `p −= alpha·m / (√v + epsilon)`, where alpha, a scalar buffer, is
 * `lr · √(1 − b2^t) / (1 − b1^t)` at step t = 1, 2, … With `weightDecay` this is AdamW.
 */
export interface AdamStep extends OptimizerStep {
  readonly kind: 'adam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly alpha: string;
  readonly momentum: string;
  readonly velocity: string;
}

export const adam: UpdateRule<AdamStep> = {
  kind: 'adam',
  fields: { ...step, alpha: 'scalar', momentum: 'update', velocity: 'update' },

  assign(operation, inputs) {
    const { beta1, beta2, epsilon } = operation;
    const { gradient, alpha } = inputs;
    const momentum = movingAverage('newMomentum', inputs.momentum, beta1, gradient);
    const velocity = movingAverage('newVelocity', inputs.velocity, beta2, square(gradient));
    const move = div(mul(alpha, momentum), rootPlus(velocity, epsilon));
    return [
      { field: 'momentum', value: momentum },
      { field: 'velocity', value: velocity },
      { field: 'parameter', value: sub(decayed(operation, inputs), move) },
    ];
  },
};
