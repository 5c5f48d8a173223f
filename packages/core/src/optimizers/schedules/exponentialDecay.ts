import {
  notNegative,
  readDuration,
  readScheduleOptions,
  type ScheduleDefinition,
  type ScheduleOptions,
  type ScheduleSpecBase,
} from './schedule.ts';

/** `ExponentialDecay` as plain data, every option explicit. */
export interface ExponentialDecaySpec extends ScheduleSpecBase {
  readonly type: 'ExponentialDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;
}

/** What `ExponentialDecay` is told. */
export interface ExponentialDecayOptions extends ScheduleOptions {
  readonly initialLearningRate: number;
  /** Steps in which the rate falls by the factor `decayRate`. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Whether it falls once every `decaySteps` rather than a little at every step. @default false */
  readonly staircase?: boolean;
}

const optionNames = [
  'initialLearningRate',
  'decaySteps',
  'decayRate',
  'staircase',
] as const satisfies readonly (keyof ExponentialDecayOptions)[];

/**
 * `initialLearningRate · decayRate ^ (step / decaySteps)`.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function ExponentialDecay(options: ExponentialDecayOptions): ExponentialDecaySpec {
  return exponentialDecay.create(options);
}

export const exponentialDecay: ScheduleDefinition<ExponentialDecaySpec> = {
  type: 'ExponentialDecay',

  create(options) {
    const { read, unit } = readScheduleOptions('ExponentialDecay', options, optionNames);
    return {
      type: 'ExponentialDecay',
      unit,
      initialLearningRate: read.number('initialLearningRate', ...notNegative),
      decaySteps: readDuration(read, 'decaySteps', unit),
      decayRate: read.number('decayRate', 'a number above 0', (rate) => rate > 0),
      staircase: read.boolean('staircase', false),
    };
  },

  at({ initialLearningRate, decaySteps, decayRate, staircase }, step) {
    const periods = step / decaySteps;
    return initialLearningRate * decayRate ** (staircase ? Math.floor(periods) : periods);
  },
};
