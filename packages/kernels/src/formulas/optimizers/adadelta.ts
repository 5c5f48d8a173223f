import { add, div, keep, mul, sqrt, sub } from '../expression.ts';
import { decayed, type OptimizerStep, step, type UpdateRule } from '../update.ts';
import { movingAverage, square } from './moments.ts';

/**
 * Zeiler 2012: `v ← rho·v + (1 − rho)·g²`; `s = g · √(u + epsilon) / √(v + epsilon)`; `p −= lr·s`;
 * `u ← rho·u + (1 − rho)·s²`, u being `stepVelocity`: the average of squared steps, before the learning rate.
 */
export interface AdadeltaStep extends OptimizerStep {
  readonly kind: 'adadelta';
  readonly rho: number;
  readonly epsilon: number;
  readonly velocity: string;
  readonly stepVelocity: string;
}

export const adadelta: UpdateRule<AdadeltaStep> = {
  kind: 'adadelta',
  fields: { ...step, velocity: 'update', stepVelocity: 'update' },

  assign(operation, inputs) {
    const { rho, epsilon } = operation;
    const { gradient, learningRate, stepVelocity } = inputs;
    const velocity = movingAverage('newVelocity', inputs.velocity, rho, square(gradient));
    const root = sqrt(add(stepVelocity, epsilon));
    const move = keep('move', div(mul(gradient, root), sqrt(add(velocity, epsilon))));
    return [
      { field: 'velocity', value: velocity },
      { field: 'parameter', value: sub(decayed(operation, inputs), mul(learningRate, move)) },
      { field: 'stepVelocity', value: movingAverage('newStepVelocity', stepVelocity, rho, square(move)) },
    ];
  },
};
