import { type AdamOptions, type AdamRuleSpec, readAdamOptions } from './adamRule.ts';
import type { OptimizerDefinition } from './optimizer.ts';

/** `Nadam` as plain data, every option explicit. */
export type NadamSpec = AdamRuleSpec<'Nadam'>;

/**
 * Adam with Nesterov's look ahead (Dozat 2016): the step is taken from where momentum leads, and momentum warms up.
 * Learning rate 0.001 by default.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function Nadam(options: AdamOptions = {}): NadamSpec {
  return nadam.create(options);
}

export const nadam: OptimizerDefinition<NadamSpec> = {
  type: 'Nadam',
  create: (options) => readAdamOptions('Nadam', options, { learningRate: 0.001, weightDecay: 0 }),

  update({ beta1, beta2, epsilon, weightDecay }, { parameter, gradient, state, scalar }) {
    return [
      {
        kind: 'nadam',
        beta1,
        beta2,
        epsilon,
        weightDecay,
        parameter,
        gradient,
        learningRate: scalar('learningRate'),
        momentumRate: scalar('momentumRate'),
        gradientRate: scalar('gradientRate'),
        velocityScale: scalar('velocityScale'),
        momentum: state('momentum'),
        velocity: state('velocity'),
      },
    ];
  },

  scalars({ beta1, beta2 }, learningRate, step) {
    const t = step + 1;
    const product = momentumProduct(beta1, t);
    const next = momentumAt(beta1, t + 1);
    return {
      learningRate,
      momentumRate: (learningRate * next) / (1 - product * next),
      gradientRate: (learningRate * (1 - momentumAt(beta1, t))) / (1 - product),
      velocityScale: 1 / (1 - beta2 ** t),
    };
  },
};

/** How much of the past counts at step t: half of beta1 at first, all of it later. */
const momentumAt = (beta1: number, t: number): number => beta1 * (1 - 0.5 * 0.96 ** t);

/** The product of `momentumAt` over the steps 1 … t. From step 1000 on, each is beta1 to the last bit. */
function momentumProduct(beta1: number, t: number): number {
  const warm = Math.min(t, 1000);
  let product = beta1 ** (t - warm);
  for (let i = 1; i <= warm; i++) product *= momentumAt(beta1, i);
  return product;
}
