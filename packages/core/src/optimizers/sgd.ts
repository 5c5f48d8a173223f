import {
  type OptimizerDefinition,
  type OptimizerOptions,
  type OptimizerSpecBase,
  readOptimizerOptions,
  share,
} from './optimizer.ts';

/** `SGD` as plain data, every option explicit. */
export interface SGDSpec extends OptimizerSpecBase {
  readonly type: 'SGD';
  readonly momentum: number;
  readonly nesterov: boolean;
}

/** What `SGD` is told. */
export interface SGDOptions extends OptimizerOptions {
  /** How much of the last step goes on into the next. @default 0 */
  readonly momentum?: number;
  /** Whether the gradient's step is taken from where momentum leads (Nesterov 1983). @default false */
  readonly nesterov?: boolean;
}

/**
 * Stochastic gradient descent, with momentum if asked for. Learning rate 0.01 by default.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * SGD({ learningRate: 0.1, momentum: 0.9, nesterov: true });
 */
export function SGD(options: SGDOptions = {}): SGDSpec {
  return sgd.create(options);
}

export const sgd: OptimizerDefinition<SGDSpec> = {
  type: 'SGD',

  create(options) {
    const defaults = { learningRate: 0.01, weightDecay: 0 };
    const { read, common } = readOptimizerOptions('SGD', options, ['momentum', 'nesterov'], defaults);
    return {
      type: 'SGD',
      ...common,
      momentum: read.number('momentum', ...share, 0),
      nesterov: read.boolean('nesterov', false),
    };
  },

  update({ momentum, nesterov, weightDecay }, { parameter, gradient, state, scalar }) {
    const velocity = momentum === 0 ? null : state('velocity');
    const learningRate = scalar('learningRate');
    return [{ kind: 'sgd', momentum, nesterov, weightDecay, parameter, gradient, velocity, learningRate }];
  },

  scalars: (_, learningRate) => ({ learningRate }),
};
