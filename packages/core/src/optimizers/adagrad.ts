import {
  aboveZero,
  type OptimizerDefinition,
  type OptimizerOptions,
  type OptimizerSpecBase,
  readOptimizerOptions,
} from './optimizer.ts';

/** `Adagrad` as plain data, every option explicit. */
export interface AdagradSpec extends OptimizerSpecBase {
  readonly type: 'Adagrad';
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;
}

/** Options for `Adagrad`. */
export interface AdagradOptions extends OptimizerOptions {
  /** Where the sums of squared gradients begin: the larger, the shorter the first steps. @default 0.1 */
  readonly initialAccumulatorValue?: number;
  /** Added to the sums, inside the root. @default 1e-7 */
  readonly epsilon?: number;
}

/**
 * Adagrad (Duchi et al. 2011): steps divided by the root of the sum of all squared gradients so far. Learning rate 0.001 by
 * default, as in Keras; the paper's examples use about 0.01.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function Adagrad(options: AdagradOptions = {}): AdagradSpec {
  return adagrad.create(options);
}

export const adagrad: OptimizerDefinition<AdagradSpec> = {
  type: 'Adagrad',

  create(options) {
    const defaults = { learningRate: 0.001, weightDecay: 0 };
    const known = ['initialAccumulatorValue', 'epsilon'];
    const { read, common } = readOptimizerOptions('Adagrad', options, known, defaults);
    const atLeast0 = (value: number) => value >= 0;
    return {
      type: 'Adagrad',
      ...common,
      initialAccumulatorValue: read.number(
        'initialAccumulatorValue',
        'a number of at least 0',
        atLeast0,
        0.1,
      ),
      epsilon: read.number('epsilon', ...aboveZero, 1e-7),
    };
  },

  update({ initialAccumulatorValue, epsilon, weightDecay }, { parameter, gradient, state, scalar }) {
    return [
      {
        kind: 'adagrad',
        initialAccumulatorValue,
        epsilon,
        weightDecay,
        parameter,
        gradient,
        learningRate: scalar('learningRate'),
        accumulator: state('accumulator'),
      },
    ];
  },

  scalars: (_, learningRate) => ({ learningRate }),
};
