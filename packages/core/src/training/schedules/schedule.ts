// The learning rate as a function of the step, as plain data: it is saved with a run and means the same when read back.
// Steps count updates from 0, over all epochs. Names and rules are those of `keras.optimizers.schedules`. A new schedule
// is one file and one line in `list.ts`.

import { type OptionReader, readOptions } from '../../layers/options.ts';

export interface ScheduleDefinition<Spec extends { readonly type: string }> {
  readonly type: Spec['type'];
  /** @throws {CoreError} `invalid-argument` if an option is unknown or wrong. */
  create(options: object): Spec;
  /** The learning rate at a step. */
  at(spec: Spec, step: number): number;
}

/** Options of a schedule, with the error code of arguments. */
export function readScheduleOptions(type: string, options: object, known: readonly string[]): OptionReader {
  return readOptions(type, options, known, 'invalid-argument');
}

/** What an option holds that is a learning rate or a number of steps. */
export const notNegative = ['a number of at least 0', (value: number) => value >= 0] as const;

export function isRising(steps: readonly number[]): boolean {
  return steps.every((step, i) => i === 0 || step > (steps[i - 1] ?? 0));
}
