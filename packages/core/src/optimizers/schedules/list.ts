// Every learning-rate schedule that there is.

import { CoreError } from '../../errors.ts';
import { isFiniteNumber } from '../../layers/options.ts';
import { byType, createRegistry, type OptionsOf, type OwnType } from '../../registry.ts';
import { cosineDecay } from './cosineDecay.ts';
import { exponentialDecay } from './exponentialDecay.ts';
import { piecewiseConstantDecay } from './piecewiseConstantDecay.ts';
import { piecewiseLinear } from './piecewiseLinear.ts';
import type { ScheduleDefinition, ScheduleSpecBase } from './schedule.ts';

const definitions = [exponentialDecay, cosineDecay, piecewiseConstantDecay, piecewiseLinear] as const;

/** A schedule that comes with the package, as plain data. */
export type BuiltInScheduleSpec = ReturnType<(typeof definitions)[number]['create']>;

/** A schedule whose type `defineSchedule` registered, as plain data. */
export interface OwnScheduleSpec extends ScheduleSpecBase {
  readonly type: OwnType;
}

/** Any schedule, as plain data. */
export type ScheduleSpec = BuiltInScheduleSpec | OwnScheduleSpec;

const schedules = createRegistry<ScheduleDefinition<ScheduleSpec>>(
  'schedule',
  'invalid-argument',
  byType<ScheduleDefinition<ScheduleSpec>>(definitions),
);

/**
 * Registers a schedule: every optimizer's `learningRate` then takes what the factory makes.
 * @returns The factory that makes its specification from options.
 * @throws {CoreError} `invalid-argument` if the name is taken.
 */
export function defineSchedule<Spec extends ScheduleSpecBase, Options extends object = OptionsOf<Spec>>(
  definition: ScheduleDefinition<Spec>,
): (options?: Options) => OwnScheduleSpec {
  const { type }: ScheduleDefinition<ScheduleSpecBase> = definition;
  // It is only ever given specifications of its own type.
  schedules.add(type, definition as ScheduleDefinition<ScheduleSpecBase> as ScheduleDefinition<ScheduleSpec>);
  return (options) => schedules.get(type).create(options ?? {}) as OwnScheduleSpec;
}

/** A fixed rate, or a schedule. */
export type LearningRate = number | ScheduleSpec;

/**
 * A learning rate from plain data.
 * @throws {CoreError} if it is neither a number of at least 0 nor a schedule.
 */
export function parseLearningRate(data: unknown, label: string): LearningRate {
  if (isFiniteNumber(data) && data >= 0) return data;
  if (typeof data !== 'object' || data === null || !('type' in data) || typeof data.type !== 'string') {
    const found = typeof data === 'number' ? `${data}` : (JSON.stringify(data) ?? String(data));
    throw new CoreError(
      'invalid-argument',
      `${label}: learningRate: expected a number of at least 0 or a schedule, found ${found}`,
    );
  }
  return definitionOf(data.type).create(data);
}

/**
 * The learning rate at a step, counted from 0.
 * @param totalSteps Of the whole training, for schedules whose unit is the run.
 */
export function learningRateAt(rate: LearningRate, step: number, totalSteps: number): number {
  if (typeof rate === 'number') return rate;
  return definitionOf(rate.type).at(rate, rate.unit === 'run' ? step / totalSteps : step);
}

function definitionOf(type: string): ScheduleDefinition<ScheduleSpec> {
  return schedules.get(type);
}
