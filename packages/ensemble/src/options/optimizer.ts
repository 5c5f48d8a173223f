// Optimizers as options: by name or as data, and what can be said of one beside its name: its learning rate, the schedule of
// that, its weight decay and its momentum.

import {
  CosineDecay,
  type LearningRate,
  type OptimizerName,
  type OptimizerSpec,
  optimizerNames,
  PiecewiseLinear,
} from '@convoy/core';
import { resolveOptimizer } from '@convoy/core/internal';
import { EnsembleError } from '../errors.ts';
import { hasType, type Kind } from './kind.ts';

/** Part of the run in which `warmup-cosine` and `one-cycle` rise. */
const WARMUP = 0.05;
const ONE_CYCLE_RISE = 0.3;

const unit = 'run';

/** From the highest learning rate to its course over the whole run. */
const schedules = {
  constant: (rate: number) => rate,
  cosine: (rate: number) => CosineDecay({ unit, initialLearningRate: rate, decaySteps: 1 }),
  'warmup-cosine': (rate: number) =>
    CosineDecay({
      unit,
      initialLearningRate: 0,
      warmupTarget: rate,
      warmupSteps: WARMUP,
      decaySteps: 1 - WARMUP,
    }),
  linear: (rate: number) => PiecewiseLinear({ unit, steps: [0, 1], values: [rate, 0] }),
  'one-cycle': (rate: number) =>
    PiecewiseLinear({ unit, steps: [0, ONE_CYCLE_RISE, 1], values: [rate / 10, rate, rate / 100] }),
} satisfies Record<string, (rate: number) => LearningRate>;

export type ScheduleName = keyof typeof schedules;

/** `constant`, `cosine` … */
export const scheduleNames: readonly ScheduleName[] = [
  'constant',
  'cosine',
  'warmup-cosine',
  'linear',
  'one-cycle',
] satisfies readonly ScheduleName[];

export const optimizerFlags = optimizerNames.map((name) => name.toLowerCase());

export const optimizers: Kind<OptimizerName | OptimizerSpec> = {
  expected: `one of ${optimizerFlags.join(', ')}, or an optimizer as data, such as { "type": "SGD", "momentum": 0.9 }`,
  // What is in a specification is checked where it is resolved.
  is: (value): value is OptimizerName | OptimizerSpec =>
    optimizerNames.some((name) => name === value) || hasType(value),
  names: optimizerFlags,
  read: (given) => optimizerNames.find((name) => name.toLowerCase() === given.toLowerCase()) ?? given,
  write: (value) => (typeof value === 'string' ? value.toLowerCase() : null),
};

/** An optimizer, and what is said of it beside; null where nothing is. */
export interface OptimizerChoices {
  readonly optimizer: OptimizerName | (string & {}) | OptimizerSpec;
  readonly learningRate?: LearningRate | null;
  readonly schedule?: ScheduleName | null;
  readonly weightDecay?: number | null;
  readonly momentum?: number | null;
}

/**
 * The optimizer with everything explicit.
 * @throws {EnsembleError} `invalid-option` if the schedule has no number to start from, or the optimizer has no momentum
 * @throws {CoreError} if a part of a specification is wrong
 */
export function optimizerOf({
  optimizer,
  learningRate,
  schedule,
  weightDecay,
  momentum,
}: OptimizerChoices): OptimizerSpec {
  const spec = resolveOptimizer(optimizer);
  const rate = learningRate ?? spec.learningRate;
  if (momentum != null && !('momentum' in spec)) {
    throw invalid('momentum', 'an optimizer that has one, which is sgd', spec.type.toLowerCase());
  }
  if (schedule != null && typeof rate !== 'number') {
    throw invalid('schedule', 'none beside a learning rate that is a schedule itself', schedule);
  }
  const changes = {
    ...(learningRate != null && { learningRate }),
    ...(schedule != null && typeof rate === 'number' && { learningRate: schedules[schedule](rate) }),
    ...(weightDecay != null && { weightDecay }),
    ...(momentum != null && { momentum }),
  };
  return Object.keys(changes).length === 0 ? spec : resolveOptimizer({ ...spec, ...changes });
}

/** The options that say what a specification does, one by one; the specification itself if no options do. */
export function shorthandsOfOptimizer(spec: OptimizerSpec): OptimizerChoices {
  for (const name of optimizerNames) {
    const plain = resolveOptimizer(name);
    if (plain.type !== spec.type) continue;
    const peaks = typeof spec.learningRate === 'number' ? [spec.learningRate] : peaksOf(spec.learningRate);
    for (const rate of peaks) {
      for (const schedule of scheduleNames) {
        const choices = {
          optimizer: name,
          ...(rate !== plain.learningRate && { learningRate: rate }),
          ...(schedule !== 'constant' && { schedule }),
          ...(spec.weightDecay !== plain.weightDecay && { weightDecay: spec.weightDecay }),
          ...('momentum' in spec && spec.momentum !== 0 && { momentum: spec.momentum }),
        };
        if (JSON.stringify(optimizerOf(choices)) === JSON.stringify(resolveOptimizer(spec))) return choices;
      }
    }
  }
  return { optimizer: spec };
}

/** The numbers of a schedule: its highest learning rate is one of them. */
function peaksOf(schedule: LearningRate): readonly number[] {
  return Object.values(schedule)
    .flat()
    .filter((value: unknown): value is number => typeof value === 'number');
}

function invalid(option: string, expected: string, found: string): EnsembleError {
  return new EnsembleError('invalid-option', `${option}: expected ${expected}, got ${found}`);
}
