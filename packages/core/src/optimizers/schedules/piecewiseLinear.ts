import {
  isRising,
  notNegative,
  readScheduleOptions,
  type ScheduleDefinition,
  type ScheduleOptions,
  type ScheduleSpecBase,
} from './schedule.ts';

/** `PiecewiseLinear` as plain data, every option explicit. */
export interface PiecewiseLinearSpec extends ScheduleSpecBase {
  readonly type: 'PiecewiseLinear';
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** What `PiecewiseLinear` is told. */
export interface PiecewiseLinearOptions extends ScheduleOptions {
  /** Rising steps, at least one. */
  readonly steps: readonly number[];
  /** The rate at each of them; in between it lies on the line, before the first and after the last it stays. */
  readonly values: readonly number[];
}

/**
 * Straight lines between points: warm-ups, triangles. Not in Keras.
 * @throws {CoreError} if an option is unknown or wrong.
 * @example
 * PiecewiseLinear({ steps: [0, 110, 476], values: [0.2, 1, 0.07] });
 */
export function PiecewiseLinear(options: PiecewiseLinearOptions): PiecewiseLinearSpec {
  return piecewiseLinear.create(options);
}

export const piecewiseLinear: ScheduleDefinition<PiecewiseLinearSpec> = {
  type: 'PiecewiseLinear',

  create(options) {
    const { read, unit } = readScheduleOptions('PiecewiseLinear', options, ['steps', 'values']);
    const steps = read.numbers('steps', ...notNegative);
    const values = read.numbers('values', ...notNegative);
    if (steps.length === 0 || steps.length !== values.length || !isRising(steps)) {
      throw read.error('steps', `rising steps, as many as the ${values.length} values, at least one`);
    }
    return { type: 'PiecewiseLinear', unit, steps, values };
  },

  at({ steps, values }, step) {
    const next = steps.findIndex((point) => point > step);
    if (next === -1) return values.at(-1) ?? 0;
    if (next === 0) return values[0] ?? 0;
    const [from = 0, to = 0] = steps.slice(next - 1);
    const [low = 0, high = 0] = values.slice(next - 1);
    return low + ((high - low) * (step - from)) / (to - from);
  },
};
