import {
  type OptimizerDefinition,
  type OptimizerOptions,
  type OptimizerSpecBase,
  readOptimizerOptions,
  share,
} from './optimizer.ts';

/** `Lion` as plain data, every option explicit. */
export interface LionSpec extends OptimizerSpecBase {
  readonly type: 'Lion';
  readonly beta1: number;
  readonly beta2: number;
}

/** Options for `Lion`. */
export interface LionOptions extends OptimizerOptions {
  /** How much of the past counts against the gradient in a step's direction. @default 0.9 */
  readonly beta1?: number;
  /** How much of the past the average of gradients keeps. @default 0.99 */
  readonly beta2?: number;
}

/**
 * Lion (Chen et al. 2023): every weight moves by the learning rate, in the direction of momentum's sign. Learning rate 0.001
 * by default, as in Keras; the paper advises a third to a tenth of Adam's, and as many times its weight decay.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function Lion(options: LionOptions = {}): LionSpec {
  return lion.create(options);
}

export const lion: OptimizerDefinition<LionSpec> = {
  type: 'Lion',

  create(options) {
    const defaults = { learningRate: 0.001, weightDecay: 0 };
    const { read, common } = readOptimizerOptions('Lion', options, ['beta1', 'beta2'], defaults);
    return {
      type: 'Lion',
      ...common,
      beta1: read.number('beta1', 'a number above 0, up to 1', (value) => value > 0 && value <= 1, 0.9),
      beta2: read.number('beta2', ...share, 0.99),
    };
  },

  update({ beta1, beta2, weightDecay }, { parameter, gradient, state, scalar }) {
    const learningRate = scalar('learningRate');
    const momentum = state('momentum');
    return [{ kind: 'lion', beta1, beta2, weightDecay, parameter, gradient, learningRate, momentum }];
  },

  scalars: (_, learningRate) => ({ learningRate }),
};
