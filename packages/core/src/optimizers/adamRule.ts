// What Adam and AdamW share, which differ in the default of their weight decay only; Nadam and Lamb take the same options.

import {
  aboveZero,
  type OptimizerDefinition,
  type OptimizerOptions,
  type OptimizerSpecBase,
  readOptimizerOptions,
  share,
} from './optimizer.ts';

export interface AdamRuleSpec<Type extends string> extends OptimizerSpecBase {
  readonly type: Type;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** Options for `Adam`, `AdamW`, `Nadam` and `Lamb`. */
export interface AdamOptions extends OptimizerOptions {
  /** How much of the past the average of gradients keeps. @default 0.9 */
  readonly beta1?: number;
  /** How much of the past the average of squared gradients keeps. @default 0.999 */
  readonly beta2?: number;
  /** Added to the root. @default 1e-7 */
  readonly epsilon?: number;
}

/** Checks the options of Adam and of what is built on it. */
export function readAdamOptions<Type extends string>(
  type: Type,
  options: object,
  defaults: { readonly learningRate: number; readonly weightDecay: number },
): AdamRuleSpec<Type> {
  const { read, common } = readOptimizerOptions(type, options, ['beta1', 'beta2', 'epsilon'], defaults);
  return {
    type,
    ...common,
    beta1: read.number('beta1', ...share, 0.9),
    beta2: read.number('beta2', ...share, 0.999),
    epsilon: read.number('epsilon', ...aboveZero, 1e-7),
  };
}

export function adamRule<Type extends string>(
  type: Type,
  defaults: { readonly learningRate: number; readonly weightDecay: number },
): OptimizerDefinition<AdamRuleSpec<Type>> {
  return {
    type,

    create: (options) => readAdamOptions(type, options, defaults),

    update({ beta1, beta2, epsilon, weightDecay }, { parameter, gradient, state, scalar }) {
      return [
        {
          kind: 'adam',
          beta1,
          beta2,
          epsilon,
          weightDecay,
          parameter,
          gradient,
          learningRate: scalar('learningRate'),
          alpha: scalar('alpha'),
          momentum: state('momentum'),
          velocity: state('velocity'),
        },
      ];
    },

    /** Alpha makes up for both averages beginning at 0. */
    scalars({ beta1, beta2 }, learningRate, step) {
      const t = step + 1;
      return { learningRate, alpha: (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t) };
    },
  };
}
