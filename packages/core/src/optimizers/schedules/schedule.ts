// The learning rate as a function of the step, as plain data: it is saved with a run and means the same when read back.
// Steps count updates from 0, over all epochs; with `unit: 'run'` they are shares of the whole training, from 0 to 1, so
// that one schedule serves any number of rows and epochs. Names and rules are those of `keras.optimizers.schedules`. A new
// schedule is one file and one line in `list.ts`.

import { type OptionReader, readOptions } from '../../layers/options.ts';

/** What steps are counted in: updates, or shares of the training's updates. */
export type StepUnit = 'steps' | 'run';

export interface ScheduleOptions {
  /** `run`: every number of steps is a share of the whole training. @default 'steps' */
  readonly unit?: StepUnit;
}

/** What every schedule's specification has. */
export interface ScheduleSpecBase {
  readonly type: string;
  readonly unit: StepUnit;
}

/** A learning rate schedule: its options, and the rate at a step. `defineSchedule` registers one. */
export interface ScheduleDefinition<Spec extends ScheduleSpecBase> {
  readonly type: Spec['type'];
  /** @throws {CoreError} `invalid-argument` if an option is unknown or wrong. */
  create(options: object): Spec;
  /** The learning rate at a step, in the unit of the specification. */
  at(spec: Spec, step: number): number;
}

/** Options of a schedule, with the error code of arguments, and the unit that all have. */
export function readScheduleOptions(
  type: string,
  options: object,
  known: readonly string[],
): { readonly read: OptionReader; readonly unit: StepUnit } {
  const read = readOptions(type, options, [...known, 'unit'], 'invalid-argument');
  return { read, unit: read.oneOf('unit', ['steps', 'run'], 'steps') };
}

/** How long something lasts: whole steps, or any share above 0. */
export function readDuration(read: OptionReader, option: string, unit: StepUnit): number {
  return unit === 'steps'
    ? read.positiveInteger(option)
    : read.number(option, 'a share above 0', (share) => share > 0);
}

/** What an option holds that is a learning rate or a number of steps. */
export const notNegative = ['a number of at least 0', (value: number) => value >= 0] as const;

export function isRising(steps: readonly number[]): boolean {
  return steps.every((step, i) => i === 0 || step > (steps[i - 1] ?? 0));
}
