import { add, ifPositive, keep, mul, neg, sub } from '../expression.ts';
import { decayed, type OptimizerStep, step, type UpdateRule } from '../update.ts';
import { movingAverage } from './moments.ts';

/** Chen et al. 2023: `p −= lr·sign(b1·m + (1 − b1)·g)`, sign(0) being 0; then `m ← b2·m + (1 − b2)·g`. */
export interface LionStep extends OptimizerStep {
  readonly kind: 'lion';
  readonly beta1: number;
  readonly beta2: number;
  readonly momentum: string;
}

export const lion: UpdateRule<LionStep> = {
  kind: 'lion',
  fields: { ...step, momentum: 'update' },

  assign(operation, inputs) {
    const { beta1, beta2 } = operation;
    const { gradient, learningRate, momentum } = inputs;
    const direction = keep('direction', add(mul(momentum, beta1), mul(gradient, 1 - beta1)));
    const sign = ifPositive(direction, 1, ifPositive(neg(direction), -1, 0));
    return [
      { field: 'parameter', value: sub(decayed(operation, inputs), mul(learningRate, sign)) },
      { field: 'momentum', value: movingAverage('newMomentum', momentum, beta2, gradient) },
    ];
  },
};
