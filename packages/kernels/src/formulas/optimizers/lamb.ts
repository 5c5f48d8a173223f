// LAMB (You et al. 2019) in two operations, with a `sumOfSquares` of the parameter and one of the direction between them:
// how far a parameter goes depends on the norms of both.

import { div, ifPositive, keep, mul, sqrt, sub } from '../expression.ts';
import { decayed, type OptimizerStep, step, type UpdateBase, type UpdateRule } from '../update.ts';
import { movingAverage, rootPlus, square } from './moments.ts';

/**
 * Adam's averages m and v, and `direction = m·momentumScale / (√(v·velocityScale) + epsilon)`; at step t the scales are
 * `1 / (1 − b1^t)` and `1 / (1 − b2^t)`.
 */
export interface LambDirection extends UpdateBase {
  readonly kind: 'lambDirection';
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly gradient: string;
  readonly momentumScale: string;
  readonly velocityScale: string;
  readonly momentum: string;
  readonly velocity: string;
  readonly direction: string;
}

/**
 * `p −= lr·ratio·direction`, `gradient` being the direction and ratio `|p| / |direction|`, or 1 where either is 0. Both
 * norms come as the squares' sums; |p| is the norm after weight decay, so the sum, which is from before, is shrunk.
 */
export interface LambStep extends OptimizerStep {
  readonly kind: 'lamb';
  readonly parameterSquares: string;
  readonly directionSquares: string;
}

export const lambDirection: UpdateRule<LambDirection> = {
  kind: 'lambDirection',
  fields: {
    gradient: 'read',
    momentumScale: 'scalar',
    velocityScale: 'scalar',
    momentum: 'update',
    velocity: 'update',
    direction: 'write',
  },

  assign({ beta1, beta2, epsilon }, inputs) {
    const { gradient, momentumScale, velocityScale } = inputs;
    const momentum = movingAverage('newMomentum', inputs.momentum, beta1, gradient);
    const velocity = movingAverage('newVelocity', inputs.velocity, beta2, square(gradient));
    const root = rootPlus(mul(velocity, velocityScale), epsilon);
    return [
      { field: 'momentum', value: momentum },
      { field: 'velocity', value: velocity },
      { field: 'direction', value: div(mul(momentum, momentumScale), root) },
    ];
  },
};

export const lamb: UpdateRule<LambStep> = {
  kind: 'lamb',
  fields: { ...step, parameterSquares: 'scalar', directionSquares: 'scalar' },

  assign(operation, inputs) {
    const { gradient, learningRate, parameterSquares, directionSquares } = inputs;
    const norm = mul(sqrt(parameterSquares), sub(1, mul(learningRate, operation.weightDecay)));
    const quotient = div(norm, sqrt(directionSquares));
    const ratio = ifPositive(parameterSquares, ifPositive(directionSquares, quotient, 1), 1);
    const rate = keep('rate', mul(learningRate, ratio));
    return [{ field: 'parameter', value: sub(decayed(operation, inputs), mul(rate, gradient)) }];
  },
};
