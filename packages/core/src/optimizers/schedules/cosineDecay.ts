import {
  notNegative,
  readDuration,
  readScheduleOptions,
  type ScheduleDefinition,
  type ScheduleOptions,
  type ScheduleSpecBase,
} from './schedule.ts';

/** `CosineDecay` as plain data, every option explicit. */
export interface CosineDecaySpec extends ScheduleSpecBase {
  readonly type: 'CosineDecay';
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly alpha: number;
  readonly warmupTarget: number | null;
  readonly warmupSteps: number;
}

/** What `CosineDecay` is told. */
export interface CosineDecayOptions extends ScheduleOptions {
  /** Where the decay begins; with a warm-up, where the warm-up begins. */
  readonly initialLearningRate: number;
  /** Steps from the top of the wave to its end, not counting the warm-up. */
  readonly decaySteps: number;
  /** The share of the rate that is left at the end. @default 0 */
  readonly alpha?: number;
  /** Where the warm-up ends and the decay begins; null for no warm-up. @default null */
  readonly warmupTarget?: number | null;
  /** @default 0 */
  readonly warmupSteps?: number;
}

const optionNames = [
  'initialLearningRate',
  'decaySteps',
  'alpha',
  'warmupTarget',
  'warmupSteps',
] as const satisfies readonly (keyof CosineDecayOptions)[];

/**
 * Half a cosine wave from the initial rate down to `alpha` times it (Loshchilov and Hutter 2016), after a linear warm-up
 * from `initialLearningRate` to `warmupTarget` if that is given.
 * @throws {CoreError} if an option is unknown or wrong.
 */
export function CosineDecay(options: CosineDecayOptions): CosineDecaySpec {
  return cosineDecay.create(options);
}

export const cosineDecay: ScheduleDefinition<CosineDecaySpec> = {
  type: 'CosineDecay',

  create(options) {
    const { read, unit } = readScheduleOptions('CosineDecay', options, optionNames);
    const hasWarmup = (read.value('warmupTarget') ?? null) !== null;
    return {
      type: 'CosineDecay',
      unit,
      initialLearningRate: read.number('initialLearningRate', ...notNegative),
      decaySteps: readDuration(read, 'decaySteps', unit),
      alpha: read.number('alpha', 'a number from 0 to 1', (alpha) => alpha >= 0 && alpha <= 1, 0),
      warmupTarget: hasWarmup ? read.number('warmupTarget', ...notNegative) : null,
      warmupSteps: read.number('warmupSteps', ...notNegative, 0),
    };
  },

  at({ initialLearningRate, decaySteps, alpha, warmupTarget, warmupSteps }, step) {
    const warmup = warmupTarget === null ? 0 : warmupSteps;
    const peak = warmupTarget ?? initialLearningRate;
    if (step < warmup) return initialLearningRate + ((peak - initialLearningRate) * step) / warmup;
    const progress = Math.min(1, (step - warmup) / decaySteps);
    return peak * (alpha + (1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * progress)));
  },
};
