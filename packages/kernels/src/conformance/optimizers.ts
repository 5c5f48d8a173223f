// Optimizers as data, and what each needs for one parameter.

import { updateRules } from '../formulas/optimizers/list.ts';
import type { BufferField, FieldUse } from '../formulas/update.ts';
import type { BufferSpec } from '../graph.ts';
import { whole } from '../graphBuilder.ts';
import type { OptimizerKind, OptimizerOperation } from '../operations.ts';

/** One optimizer's operation without the names of its buffers. */
export type OptimizerOf<K extends OptimizerKind> = {
  [O in OptimizerOperation as O['kind']]: Omit<O, BufferField<O>>;
}[K];
export type Optimizer = { [K in OptimizerKind]: OptimizerOf<K> }[OptimizerKind];

type Rates<O> = (optimizer: O, learningRate: number, t: number) => Readonly<Record<string, number>>;

const rateAlone: Rates<unknown> = (_, learningRate) => ({ learningRate });

/** The scalars of each operation at step t = 1, 2, … */
const rates = {
  sgd: rateAlone,
  rmsprop: rateAlone,
  adam: ({ beta1, beta2 }, learningRate, t) => ({
    learningRate,
    alpha: (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t),
  }),
  adadelta: rateAlone,
  nadam: ({ beta1, beta2 }, learningRate, t) => ({
    learningRate,
    momentumRate: (learningRate * beta1) / (1 - beta1 ** (t + 1)),
    gradientRate: (learningRate * (1 - beta1)) / (1 - beta1 ** t),
    velocityScale: 1 / (1 - beta2 ** t),
  }),
  adagrad: rateAlone,
  lion: rateAlone,
  lambDirection: ({ beta1, beta2 }, _, t) => ({
    momentumScale: 1 / (1 - beta1 ** t),
    velocityScale: 1 / (1 - beta2 ** t),
  }),
  // With both norms, without either, and with both again.
  lamb: (_, learningRate, t) => ({
    learningRate,
    parameterSquares: t === 2 ? 0 : 6.25 * t,
    directionSquares: t === 3 ? 0 : 2.5 * t,
  }),
} satisfies { [K in OptimizerKind]: Rates<OptimizerOf<K>> };

const fieldsOf = ({ kind }: Optimizer) => Object.entries<FieldUse>(updateRules[kind].fields);

/** Scalars that an optimizer reads in every step. */
export function rateBuffers(optimizer: Optimizer): readonly BufferSpec[] {
  return fieldsOf(optimizer)
    .filter(([, use]) => use === 'scalar')
    .map(([field]) => whole('input', field, []));
}

/** Their values at step t = 1, 2, … */
export function ratesAt(
  optimizer: Optimizer,
  learningRate: number,
  t: number,
): Record<string, readonly number[]> {
  // Each kind is paired with the rates of that kind, which TypeScript cannot carry through an index.
  const values = (rates[optimizer.kind] as Rates<Optimizer>)(optimizer, learningRate, t);
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, [value]]));
}

export interface ParameterUpdate {
  /** State, and what the operation writes. */
  readonly states: readonly BufferSpec[];
  readonly operation: OptimizerOperation;
}

/** Updates `parameter` by the buffer `${parameter}_grad`. */
export function updateOf(optimizer: Optimizer, parameter: string, shape: readonly number[]): ParameterUpdate {
  const states: BufferSpec[] = [];
  const names = fieldsOf(optimizer).map(([field, use]) => [field, bufferFor(field, use)] as const);
  // The rule of its kind names every field of the operation that is a buffer.
  const operation = { ...optimizer, ...Object.fromEntries(names) } as OptimizerOperation;
  return { states, operation };

  function bufferFor(field: string, use: FieldUse): string | null {
    if (use === 'scalar') return field;
    if (field === 'parameter') return parameter;
    if (field === 'gradient') return `${parameter}_grad`;
    if (optimizer.kind === 'sgd' && optimizer.momentum === 0) return null;
    const state = whole(use === 'write' ? 'output' : 'state', `${parameter}/${field}`, shape);
    states.push(state);
    return state.name;
  }
}
