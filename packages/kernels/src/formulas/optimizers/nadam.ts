import { add, div, mul, sub } from '../expression.ts';
import { decayed, type OptimizerStep, step, type UpdateRule } from '../update.ts';
import { movingAverage, rootPlus, square } from './moments.ts';

/**
 * Dozat 2016: Adam's averages m and v, and `p −= (momentumRate·m + gradientRate·g) / (√(v·velocityScale) + epsilon)`. At
 * step t the scalars are `lr·u(t + 1) / (1 − U(t + 1))`, `lr·(1 − u(t)) / (1 − U(t))` and `1 / (1 − b2^t)`, where
 * `u(t) = b1·(1 − 0.5·0.96^t)` and U(t) is the product of u(1) … u(t).
 */
export interface NadamStep extends OptimizerStep {
  readonly kind: 'nadam';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly momentumRate: string;
  readonly gradientRate: string;
  readonly velocityScale: string;
  readonly momentum: string;
  readonly velocity: string;
}

export const nadam: UpdateRule<NadamStep> = {
  kind: 'nadam',
  fields: {
    ...step,
    momentumRate: 'scalar',
    gradientRate: 'scalar',
    velocityScale: 'scalar',
    momentum: 'update',
    velocity: 'update',
  },

  assign(operation, inputs) {
    const { beta1, beta2, epsilon } = operation;
    const { gradient, momentumRate, gradientRate, velocityScale } = inputs;
    const momentum = movingAverage('newMomentum', inputs.momentum, beta1, gradient);
    const velocity = movingAverage('newVelocity', inputs.velocity, beta2, square(gradient));
    const ahead = add(mul(momentumRate, momentum), mul(gradientRate, gradient));
    const move = div(ahead, rootPlus(mul(velocity, velocityScale), epsilon));
    return [
      { field: 'momentum', value: momentum },
      { field: 'velocity', value: velocity },
      { field: 'parameter', value: sub(decayed(operation, inputs), move) },
    ];
  },
};
