import {
  isRising,
  notNegative,
  readScheduleOptions,
  type ScheduleDefinition,
  type ScheduleOptions,
  type ScheduleSpecBase,
} from './schedule.ts';

/** `PiecewiseConstantDecay` as plain data, every option explicit. */
export interface PiecewiseConstantDecaySpec extends ScheduleSpecBase {
  readonly type: 'PiecewiseConstantDecay';
  readonly boundaries: readonly number[];
  readonly values: readonly number[];
}

/** What `PiecewiseConstantDecay` is told. */
export interface PiecewiseConstantDecayOptions extends ScheduleOptions {
  /** Rising steps: `values[i]` holds up to and including step `boundaries[i]`. */
  readonly boundaries: readonly number[];
  /** One more than boundaries: the last holds after all of them. */
  readonly values: readonly number[];
}

/**
 * A rate for each stretch of steps.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function PiecewiseConstantDecay(options: PiecewiseConstantDecayOptions): PiecewiseConstantDecaySpec {
  return piecewiseConstantDecay.create(options);
}

export const piecewiseConstantDecay: ScheduleDefinition<PiecewiseConstantDecaySpec> = {
  type: 'PiecewiseConstantDecay',

  create(options) {
    const { read, unit } = readScheduleOptions('PiecewiseConstantDecay', options, ['boundaries', 'values']);
    const boundaries = read.numbers('boundaries', ...notNegative);
    const values = read.numbers('values', ...notNegative);
    if (boundaries.length + 1 !== values.length || !isRising(boundaries)) {
      throw read.error('boundaries', `rising steps, one fewer than the ${values.length} values`);
    }
    return { type: 'PiecewiseConstantDecay', unit, boundaries, values };
  },

  at({ boundaries, values }, step) {
    return values[boundaries.filter((boundary) => step > boundary).length] ?? 0;
  },
};
