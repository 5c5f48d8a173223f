// Every learning-rate schedule that there is.

import { CoreError } from '../../errors.ts';
import { isFiniteNumber } from '../../layers/options.ts';
import { suggestion } from '../../nearest.ts';
import { cosineDecay } from './cosineDecay.ts';
import { exponentialDecay } from './exponentialDecay.ts';
import { piecewiseConstantDecay } from './piecewiseConstantDecay.ts';
import { piecewiseLinear } from './piecewiseLinear.ts';
import type { ScheduleDefinition } from './schedule.ts';

const definitions = [exponentialDecay, cosineDecay, piecewiseConstantDecay, piecewiseLinear] as const;

/** Any schedule, as plain data. */
export type ScheduleSpec = ReturnType<(typeof definitions)[number]['create']>;

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
  const definition = definitions.find((candidate) => candidate.type === type);
  if (definition === undefined) {
    const known = definitions.map((candidate) => candidate.type);
    throw new CoreError('invalid-argument', `unknown schedule: ${type}. ${suggestion(type, known)}`);
  }
  // It is only ever given specifications of its own type, which TypeScript cannot carry through the search.
  return definition as unknown as ScheduleDefinition<ScheduleSpec>;
}
