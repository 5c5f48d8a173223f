import { type AdamOptions, type AdamRuleSpec, readAdamOptions } from './adamRule.ts';
import type { OptimizerDefinition } from './optimizer.ts';

/** `Lamb` as plain data, every option explicit. */
export type LambSpec = AdamRuleSpec<'Lamb'>;

/**
 * LAMB (You et al. 2019), for large batches: Adam's step, made as long as the learning rate's share of the parameter it
 * updates. Learning rate 0.001 by default.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function Lamb(options: AdamOptions = {}): LambSpec {
  return lamb.create(options);
}

export const lamb: OptimizerDefinition<LambSpec> = {
  type: 'Lamb',
  create: (options) => readAdamOptions('Lamb', options, { learningRate: 0.001, weightDecay: 0 }),

  update({ beta1, beta2, epsilon, weightDecay }, { parameter, gradient, state, temporary, total, scalar }) {
    const direction = temporary('direction');
    const parameterSquares = total('squares');
    const directionSquares = total('directionSquares');
    return [
      {
        kind: 'lambDirection',
        beta1,
        beta2,
        epsilon,
        gradient,
        momentumScale: scalar('momentumScale'),
        velocityScale: scalar('velocityScale'),
        momentum: state('momentum'),
        velocity: state('velocity'),
        direction,
      },
      { kind: 'sumOfSquares', input: parameter, previous: null, output: parameterSquares },
      { kind: 'sumOfSquares', input: direction, previous: null, output: directionSquares },
      {
        kind: 'lamb',
        weightDecay,
        parameter,
        gradient: direction,
        learningRate: scalar('learningRate'),
        parameterSquares,
        directionSquares,
      },
    ];
  },

  scalars({ beta1, beta2 }, learningRate, step) {
    const t = step + 1;
    return { learningRate, momentumScale: 1 / (1 - beta1 ** t), velocityScale: 1 / (1 - beta2 ** t) };
  },
};
