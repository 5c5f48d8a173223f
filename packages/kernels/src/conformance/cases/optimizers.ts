import { whole } from '../../graphBuilder.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { type Optimizer, rateBuffers, ratesAt, updateOf } from '../optimizers.ts';
import { createRandom } from '../random.ts';

const optimizers: Readonly<Record<string, Optimizer>> = {
  sgd: { kind: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 },
  'sgd with weight decay': { kind: 'sgd', momentum: 0, nesterov: false, weightDecay: 0.1 },
  momentum: { kind: 'sgd', momentum: 0.9, nesterov: false, weightDecay: 0 },
  nesterov: { kind: 'sgd', momentum: 0.85, nesterov: true, weightDecay: 0.01 },
  rmsprop: { kind: 'rmsprop', rho: 0.9, epsilon: 1e-7, weightDecay: 0 },
  'rmsprop with weight decay': { kind: 'rmsprop', rho: 0.95, epsilon: 1e-3, weightDecay: 0.05 },
  adam: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
  adadelta: { kind: 'adadelta', rho: 0.95, epsilon: 1e-7, weightDecay: 0 },
  'adadelta with weight decay': { kind: 'adadelta', rho: 0.9, epsilon: 1e-4, weightDecay: 0.03 },
  adamw: { kind: 'adam', beta1: 0.85, beta2: 0.99, epsilon: 1e-5, weightDecay: 0.04 },
};

const shapes: Readonly<Record<string, readonly number[]>> = {
  single: [1],
  bias: [7],
  kernel: [3, 3, 2, 5],
  aligned: [64],
};

const steps = 4;

/** Several steps of one optimizer over parameters of several sizes, at a learning rate that changes. */
function optimizerCase(title: string, optimizer: Optimizer): ConformanceCase {
  const name = `${title}, ${steps} steps`;
  const parameters = Object.entries(shapes);
  const updates = parameters.map(([parameter, shape]) => updateOf(optimizer, parameter, shape));
  const graph = {
    batchSize: 1,
    buffers: [
      ...parameters.map(([parameter, shape]) => whole('parameter', parameter, shape)),
      ...parameters.map(([parameter, shape]) => whole('input', `${parameter}_grad`, shape)),
      ...updates.flatMap(({ states }) => states),
      ...rateBuffers(optimizer),
    ],
    programs: { step: updates.map(({ operation }) => operation) },
  };
  return {
    name,
    size: 'small',
    graph,
    runs: () => {
      const random = createRandom(name);
      const draw = (suffix: string) =>
        Object.fromEntries(
          parameters.map(([parameter, shape]) => [
            `${parameter}${suffix}`,
            Float32Array.from(
              { length: shape.reduce((product, extent) => product * extent, 1) },
              random.normal,
            ),
          ]),
        );
      return Array.from({ length: steps }, (_, index) => ({
        program: 'step',
        writes: {
          ...(index === 0 ? draw('') : {}),
          ...draw('_grad'),
          ...ratesAt(optimizer, 0.02 / (index + 1), index + 1),
        },
      }));
    },
  };
}

export const optimizerCases = Object.entries(optimizers).map(([title, optimizer]) =>
  optimizerCase(title, optimizer),
);
