import {
  aboveZero,
  type OptimizerDefinition,
  type OptimizerOptions,
  type OptimizerSpecBase,
  readOptimizerOptions,
  share,
} from './optimizer.ts';

/** `Adadelta` as plain data, every option explicit. */
export interface AdadeltaSpec extends OptimizerSpecBase {
  readonly type: 'Adadelta';
  readonly rho: number;
  readonly epsilon: number;
}

/** What `Adadelta` is told. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** How much of the past the averages of squared gradients and squared steps keep. @default 0.95 */
  readonly rho?: number;
  /** Added to both averages, inside the roots. The first steps are about its root in size. @default 1e-7 */
  readonly epsilon?: number;
}

/**
 * Adadelta (Zeiler 2012): gradients divided by the root of a moving average of their squares, times that of the steps
 * before. Its own rule needs no learning rate, which is 1 in the paper; the default here is Keras's, 0.001.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * Adadelta({ learningRate: 1, epsilon: 1e-6 }); // as in the paper, and in ConvNetJS
 */
export function Adadelta(options: AdadeltaOptions = {}): AdadeltaSpec {
  return adadelta.create(options);
}

export const adadelta: OptimizerDefinition<AdadeltaSpec> = {
  type: 'Adadelta',

  create(options) {
    const defaults = { learningRate: 0.001, weightDecay: 0 };
    const { read, common } = readOptimizerOptions('Adadelta', options, ['rho', 'epsilon'], defaults);
    return {
      type: 'Adadelta',
      ...common,
      rho: read.number('rho', ...share, 0.95),
      epsilon: read.number('epsilon', ...aboveZero, 1e-7),
    };
  },

  update({ rho, epsilon, weightDecay }, { parameter, gradient, state, scalar }) {
    return [
      {
        kind: 'adadelta',
        rho,
        epsilon,
        weightDecay,
        parameter,
        gradient,
        learningRate: scalar('learningRate'),
        velocity: state('velocity'),
        stepVelocity: state('stepVelocity'),
      },
    ];
  },

  scalars: (_, learningRate) => ({ learningRate }),
};
