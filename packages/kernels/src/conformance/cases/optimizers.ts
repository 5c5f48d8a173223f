import type { Graph } from '../../graph.ts';
import { whole } from '../../graphBuilder.ts';
import type { Operation, OptimizerKind } from '../../operations.ts';
import type { ConformanceCase } from '../conformanceCase.ts';
import { drawValues } from '../data.ts';
import { type Optimizer, type OptimizerOf, rateBuffers, ratesAt, updateOf } from '../optimizers.ts';
import { createRandom } from '../random.ts';

/** A list for each operation, so that none is forgotten. */
const optimizersByKind: { readonly [K in OptimizerKind]: Readonly<Record<string, OptimizerOf<K>>> } = {
  sgd: {
    sgd: { kind: 'sgd', momentum: 0, nesterov: false, weightDecay: 0 },
    'sgd with weight decay': { kind: 'sgd', momentum: 0, nesterov: false, weightDecay: 0.1 },
    momentum: { kind: 'sgd', momentum: 0.9, nesterov: false, weightDecay: 0 },
    nesterov: { kind: 'sgd', momentum: 0.85, nesterov: true, weightDecay: 0.01 },
  },
  rmsprop: {
    rmsprop: { kind: 'rmsprop', rho: 0.9, epsilon: 1e-7, weightDecay: 0 },
    'rmsprop with weight decay': { kind: 'rmsprop', rho: 0.95, epsilon: 1e-3, weightDecay: 0.05 },
  },
  adam: {
    adam: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
    adamw: { kind: 'adam', beta1: 0.85, beta2: 0.99, epsilon: 1e-5, weightDecay: 0.04 },
  },
  adadelta: {
    adadelta: { kind: 'adadelta', rho: 0.95, epsilon: 1e-7, weightDecay: 0 },
    'adadelta with weight decay': { kind: 'adadelta', rho: 0.9, epsilon: 1e-4, weightDecay: 0.03 },
  },
  nadam: {
    nadam: { kind: 'nadam', beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
    'nadam with weight decay': { kind: 'nadam', beta1: 0.8, beta2: 0.95, epsilon: 1e-5, weightDecay: 0.02 },
  },
  adagrad: {
    adagrad: { kind: 'adagrad', initialAccumulatorValue: 0.1, epsilon: 1e-7, weightDecay: 0 },
    'adagrad from nothing, with weight decay': {
      kind: 'adagrad',
      initialAccumulatorValue: 0,
      epsilon: 1e-4,
      weightDecay: 0.1,
    },
  },
  lion: {
    lion: { kind: 'lion', beta1: 0.9, beta2: 0.99, weightDecay: 0 },
    'lion with weight decay': { kind: 'lion', beta1: 0.8, beta2: 0.9, weightDecay: 0.1 },
  },
  lambDirection: {
    "lamb's direction": { kind: 'lambDirection', beta1: 0.9, beta2: 0.999, epsilon: 1e-6 },
  },
  lamb: {
    "lamb's step": { kind: 'lamb', weightDecay: 0 },
    "lamb's step with weight decay": { kind: 'lamb', weightDecay: 0.1 },
  },
};

export const optimizers: Readonly<Record<string, Optimizer>> = Object.assign(
  {},
  ...Object.values(optimizersByKind),
);

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

/** All of LAMB, two parameters side by side: directions, then norms, then steps. One of them begins at 0. */
function lambCase(weightDecay: number): ConformanceCase {
  const parameters = ['kernel', 'bias'] as const;
  const moments: Optimizer = { kind: 'lambDirection', beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
  const directions = parameters.map((name) => updateOf(moments, name, shapes[name] ?? []));
  const norms = parameters.flatMap((name): readonly Operation[] => [
    { kind: 'sumOfSquares', input: name, previous: null, output: `${name}/squares` },
    {
      kind: 'sumOfSquares',
      input: `${name}/direction`,
      previous: null,
      output: `${name}/directionSquares`,
    },
  ]);
  const steps = parameters.map(
    (parameter): Operation => ({
      kind: 'lamb',
      weightDecay,
      parameter,
      gradient: `${parameter}/direction`,
      learningRate: 'learningRate',
      parameterSquares: `${parameter}/squares`,
      directionSquares: `${parameter}/directionSquares`,
    }),
  );
  const graph: Graph = {
    batchSize: 1,
    buffers: [
      ...parameters.flatMap((name) => [
        whole('parameter', name, shapes[name] ?? []),
        whole('input', `${name}_grad`, shapes[name] ?? []),
        whole('activation', `${name}/squares`, []),
        whole('activation', `${name}/directionSquares`, []),
      ]),
      // What lies between the operations of one run need not outlive it.
      ...directions
        .flatMap(({ states }) => states)
        .map((buffer) => (buffer.role === 'output' ? { ...buffer, role: 'activation' as const } : buffer)),
      ...rateBuffers(moments),
      whole('input', 'learningRate', []),
    ],
    programs: { step: [...directions.map(({ operation }) => operation), ...norms, ...steps] },
  };
  const name = `lamb with its norms and a weight decay of ${weightDecay}`;
  return {
    name,
    size: 'small',
    graph,
    runs: () =>
      Array.from({ length: steps.length + 1 }, (_, index) => ({
        program: 'step',
        writes: {
          ...drawValues(
            { ...graph, buffers: graph.buffers.filter(({ role }) => role === 'input') },
            1,
            createRandom(`${name} ${index}`),
          ),
          ...ratesAt(moments, 0, index + 1),
          learningRate: [0.01],
          ...(index === 0 ? { kernel: Array.from({ length: 90 }, (_, i) => Math.sin(i)) } : {}),
        },
      })),
  };
}

export const optimizerCases = [
  ...Object.entries(optimizers).map(([title, optimizer]) => optimizerCase(title, optimizer)),
  ...[0, 0.1].map(lambCase),
];
