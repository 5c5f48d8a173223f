import { add, div, mul, sqrt, sub } from '../expression.ts';
import { decayed, type OptimizerStep, step, type UpdateRule } from '../update.ts';
import { movingAverage, square } from './moments.ts';

/** `v ← rho·v + (1 − rho)·g²`; `p −= lr·g / √(v + epsilon)`. */
export interface RmspropStep extends OptimizerStep {
  readonly kind: 'rmsprop';
  readonly rho: number;
  readonly epsilon: number;
  readonly velocity: string;
}

export const rmsprop: UpdateRule<RmspropStep> = {
  kind: 'rmsprop',
  fields: { ...step, velocity: 'update' },

  assign(operation, inputs) {
    const { rho, epsilon } = operation;
    const { gradient, learningRate } = inputs;
    const velocity = movingAverage('newVelocity', inputs.velocity, rho, square(gradient));
    const move = div(mul(learningRate, gradient), sqrt(add(velocity, epsilon)));
    return [
      { field: 'velocity', value: velocity },
      { field: 'parameter', value: sub(decayed(operation, inputs), move) },
    ];
  },
};
