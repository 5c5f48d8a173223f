import {
  aboveZero,
  type OptimizerDefinition,
  type OptimizerOptions,
  type OptimizerSpecBase,
  readOptimizerOptions,
  share,
} from './optimizer.ts';

/** `RMSprop` as plain data, every option explicit. */
export interface RMSpropSpec extends OptimizerSpecBase {
  readonly type: 'RMSprop';
  readonly rho: number;
  readonly epsilon: number;
}

/** What `RMSprop` is told. */
export interface RMSpropOptions extends OptimizerOptions {
  /** How much of the past the average of squared gradients keeps. @default 0.9 */
  readonly rho?: number;
  /** Added to that average, inside the root. @default 1e-7 */
  readonly epsilon?: number;
}

/**
 * RMSprop (Hinton 2012): steps divided by the root of a moving average of squared gradients. Learning rate 0.001 by
 * default. The lecture's optimizer.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function RMSprop(options: RMSpropOptions = {}): RMSpropSpec {
  return rmsprop.create(options);
}

export const rmsprop: OptimizerDefinition<RMSpropSpec> = {
  type: 'RMSprop',

  create(options) {
    const defaults = { learningRate: 0.001, weightDecay: 0 };
    const { read, common } = readOptimizerOptions('RMSprop', options, ['rho', 'epsilon'], defaults);
    return {
      type: 'RMSprop',
      ...common,
      rho: read.number('rho', ...share, 0.9),
      epsilon: read.number('epsilon', ...aboveZero, 1e-7),
    };
  },

  update({ rho, epsilon, weightDecay }, { parameter, gradient, state, scalar }) {
    const velocity = state('velocity');
    const learningRate = scalar('learningRate');
    return [{ kind: 'rmsprop', rho, epsilon, weightDecay, parameter, gradient, velocity, learningRate }];
  },

  scalars: (_, learningRate) => ({ learningRate }),
};
