import { add, keep, mul, sub } from '../expression.ts';
import { decayed, type OptimizerStep, step, type UpdateRule } from '../update.ts';

/**
 * Without momentum `p −= lr·g`; with it `v ← momentum·v − lr·g`, then `p += v`, or with Nesterov `p += momentum·v − lr·g`.
 * `velocity` is null exactly when momentum is 0.
 */
export interface SgdStep extends OptimizerStep {
  readonly kind: 'sgd';
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly velocity: string | null;
}

export const sgd: UpdateRule<SgdStep> = {
  kind: 'sgd',
  fields: { ...step, velocity: 'update' },

  assign(operation, inputs) {
    const { momentum, nesterov } = operation;
    const move = keep('move', mul(inputs.learningRate, inputs.gradient));
    const parameter = decayed(operation, inputs);
    if (operation.velocity === null) return [{ field: 'parameter', value: sub(parameter, move) }];
    const velocity = keep('newVelocity', sub(mul(inputs.velocity, momentum), move));
    return [
      { field: 'velocity', value: velocity },
      {
        field: 'parameter',
        value: add(parameter, nesterov ? sub(mul(velocity, momentum), move) : velocity),
      },
    ];
  },

  requirement: ({ momentum, velocity }) => ({
    field: 'velocity',
    met: (momentum === 0) === (velocity === null),
    expected: `null exactly when momentum is 0 (it is ${momentum})`,
    found: velocity,
  }),
};
