// Optimizers as data, and what each needs for one parameter.

import type { BufferSpec } from '../graph.ts';
import { whole } from '../graphBuilder.ts';
import type { OptimizerOperation } from '../operations.ts';

export type Optimizer =
  | {
      readonly kind: 'sgd';
      readonly momentum: number;
      readonly nesterov: boolean;
      readonly weightDecay: number;
    }
  | { readonly kind: 'rmsprop'; readonly rho: number; readonly epsilon: number; readonly weightDecay: number }
  | {
      readonly kind: 'adadelta';
      readonly rho: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    }
  | {
      readonly kind: 'adam';
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      readonly weightDecay: number;
    };

/** Scalars that an optimizer reads in every step; `alpha` is Adam's. */
export function rateBuffers(optimizer: Optimizer): readonly BufferSpec[] {
  const learningRate = whole('input', 'learning_rate', []);
  return optimizer.kind === 'adam' ? [learningRate, whole('input', 'alpha', [])] : [learningRate];
}

/** Their values at step t = 1, 2, … */
export function ratesAt(
  optimizer: Optimizer,
  learningRate: number,
  t: number,
): Record<string, readonly number[]> {
  if (optimizer.kind !== 'adam') return { learning_rate: [learningRate] };
  const alpha = (learningRate * Math.sqrt(1 - optimizer.beta2 ** t)) / (1 - optimizer.beta1 ** t);
  return { learning_rate: [learningRate], alpha: [alpha] };
}

export interface ParameterUpdate {
  readonly states: readonly BufferSpec[];
  readonly operation: OptimizerOperation;
}

/** Updates `parameter` by the buffer `${parameter}_grad`. */
export function updateOf(optimizer: Optimizer, parameter: string, shape: readonly number[]): ParameterUpdate {
  const velocity = whole('state', `${parameter}/velocity`, shape);
  const common = { parameter, gradient: `${parameter}_grad`, learningRate: 'learning_rate' };
  switch (optimizer.kind) {
    case 'sgd': {
      const states = optimizer.momentum === 0 ? [] : [velocity];
      return { states, operation: { ...optimizer, ...common, velocity: states[0]?.name ?? null } };
    }
    case 'rmsprop':
      return { states: [velocity], operation: { ...optimizer, ...common, velocity: velocity.name } };
    case 'adam': {
      const momentum = whole('state', `${parameter}/momentum`, shape);
      const moments = { momentum: momentum.name, velocity: velocity.name };
      return {
        states: [momentum, velocity],
        operation: { ...optimizer, ...common, ...moments, alpha: 'alpha' },
      };
    }
    case 'adadelta': {
      const stepVelocity = whole('state', `${parameter}/step_velocity`, shape);
      const averages = { velocity: velocity.name, stepVelocity: stepVelocity.name };
      return { states: [velocity, stepVelocity], operation: { ...optimizer, ...common, ...averages } };
    }
    default:
      throw optimizer satisfies never;
  }
}
