import { add, div, keep, mul, sqrt, sub } from '../expression.ts';
import { decayed, type OptimizerStep, step, type UpdateRule } from '../update.ts';
import { square } from './moments.ts';

/**
 * Duchi et al. 2011: `a ← a + g²`; `p −= lr·g / √(a + initialAccumulatorValue + epsilon)`. State begins at 0, so what the
 * accumulator would begin with is added where it is read.
 */
export interface AdagradStep extends OptimizerStep {
  readonly kind: 'adagrad';
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;
  readonly accumulator: string;
}

export const adagrad: UpdateRule<AdagradStep> = {
  kind: 'adagrad',
  fields: { ...step, accumulator: 'update' },

  assign(operation, inputs) {
    const { initialAccumulatorValue, epsilon } = operation;
    const { gradient, learningRate } = inputs;
    const accumulator = keep('newAccumulator', add(inputs.accumulator, square(gradient)));
    const root = sqrt(add(accumulator, initialAccumulatorValue + epsilon));
    return [
      { field: 'accumulator', value: accumulator },
      { field: 'parameter', value: sub(decayed(operation, inputs), div(mul(learningRate, gradient), root)) },
    ];
  },
};
