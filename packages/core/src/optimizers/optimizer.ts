// What an optimizer is to the engine: plain data (its specification) and one definition a type, which says what it keeps
// for each parameter, the operations that update one, and what numbers these need at each step. A new optimizer
// is one file and one line in `list.ts`. Rules and defaults are Keras 3's.

import type { Operation } from '@convoy/kernels';
import { type OptionReader, readOptions } from '../layers/options.ts';
import { type ClippingOptions, clippingOptionNames, readClipping } from './clipping.ts';
import {
  type ParameterGroup,
  type ParameterGroupOptions,
  resolveParameterGroups,
} from './parameterGroups.ts';
import { type LearningRate, parseLearningRate } from './schedules/list.ts';

export interface OptimizerSpecBase extends ClippingOptions {
  readonly type: string;
  readonly learningRate: LearningRate;
  /** Each step first shrinks every parameter by `learningRate · weightDecay` of itself (decoupled). */
  readonly weightDecay: number;
  /** Parameters that are trained otherwise; each belongs to the first group that names it. */
  readonly groups: readonly ParameterGroup[];
}

export interface OptimizerOptions extends ClippingOptions {
  /** A number, or a schedule such as `CosineDecay({ … })`. */
  readonly learningRate?: LearningRate;
  /** @default 0 */
  readonly weightDecay?: number;
  /** Parameters that are trained otherwise; each belongs to the first group that names it. @default [] */
  readonly groups?: readonly ParameterGroupOptions[];
}

/** The buffers of one parameter's update. */
export interface UpdateOperands {
  readonly parameter: string;
  readonly gradient: string;
  /** The name of a state buffer of the parameter's shape: `state('velocity')`, declared on first use. */
  state(name: string): string;
  /** The name of a buffer of the parameter's shape that lives within one step. */
  temporary(name: string): string;
  /** The name of a scalar of the parameter that lives within one step, such as a norm. */
  total(name: string): string;
  /** The name of a scalar input that {@link OptimizerDefinition.scalars} gives: `scalar('alpha')`. */
  scalar(name: string): string;
}

/** An optimizer: its options, its update and the numbers of a step. `defineOptimizer` registers one. */
export interface OptimizerDefinition<Spec extends OptimizerSpecBase> {
  readonly type: Spec['type'];
  /** @throws {CoreError} `invalid-argument` if an option is unknown or wrong. */
  create(options: object): Spec;
  /**
   * The operations that update one parameter. Those of all parameters are run together, the first of each, then the second
   * of each, and so on.
   */
  update(spec: Spec, operands: UpdateOperands): readonly Operation[];
  /**
   * The scalars to write before a step.
   * @param step Counts updates from 0.
   */
  scalars(spec: Spec, learningRate: number, step: number): Readonly<Record<string, number>>;
}

/** The reader of an optimizer's options, and those that all have. */
export function readOptimizerOptions(
  type: string,
  options: object,
  known: readonly string[],
  defaults: { readonly learningRate: number; readonly weightDecay: number },
): { readonly read: OptionReader; readonly common: Omit<OptimizerSpecBase, 'type'> } {
  const read = readOptions(
    type,
    options,
    [...known, 'learningRate', 'weightDecay', 'groups', ...clippingOptionNames],
    'invalid-argument',
  );
  const weightDecay = read.number(
    'weightDecay',
    'a number of at least 0',
    (w) => w >= 0,
    defaults.weightDecay,
  );
  return {
    read,
    common: {
      learningRate: parseLearningRate(read.value('learningRate') ?? defaults.learningRate, type),
      weightDecay,
      groups: resolveParameterGroups(read.value('groups') ?? [], type, weightDecay),
      ...readClipping(read, type),
    },
  };
}

/** What an option holds that weighs the past against the present: rho, beta, momentum. */
export const share = [
  'a number from 0 up to, not including, 1',
  (value: number) => value >= 0 && value < 1,
] as const;

export const aboveZero = ['a number above 0', (value: number) => value > 0] as const;
