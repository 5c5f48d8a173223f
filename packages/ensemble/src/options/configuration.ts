// What run.json holds of a run's options, and the way back from there.

import type { LossSpec, OptimizerSpec, SequentialConfig } from '@convoy/core';
import type { Reliability, ReliabilityOptions } from './reliability.ts';
import type { CompleteOptions, EnsembleKey, MemberKey } from './table.ts';
import type { TrainEnsembleOptions } from './trainEnsembleOptions.ts';

/** How a member is trained: all options that its bits depend on, with every default filled in. */
export interface TrainingConfig
  extends Omit<Pick<CompleteOptions, MemberKey>, 'model' | 'optimizer' | 'loss' | 'classWeight'> {
  readonly model: SequentialConfig;
  readonly optimizer: OptimizerSpec;
  /** Missing for the default loss. */
  readonly loss?: LossSpec;
  readonly classWeight?: 'balanced' | readonly number[];
  /** What members start from, if that is another run. */
  readonly startFrom?: {
    /** SHA-256 of the file of its ensemble, which the run's store holds. */
    readonly sha256: string;
    /** How many members it has: they are taken in turn. */
    readonly members: number;
  };
}

/** How a run is trained: all options that its bits depend on, and the number of workers. */
export interface RunConfiguration extends TrainingConfig, Pick<CompleteOptions, EnsembleKey> {
  readonly workers: number;
  /** Where there are several, `model` is the first: members take one after the other in turn. */
  readonly models?: readonly SequentialConfig[];
}

/**
 * The options that lead to a configuration, which is read from a file: an older Convoy may have left some out. The weights that
 * members start from are not among them: they lie beside the file.
 */
export function optionsOfConfiguration(
  configuration: RunConfiguration,
): Omit<TrainEnsembleOptions, 'dataset'> {
  const { models, earlyStopping, startFrom: _, ...options } = configuration;
  return {
    ...withoutNull(options),
    model: models ?? options.model,
    ...(earlyStopping === null ? { weights: 'last' } : { earlyStopping }),
  };
}

export function optionsOfReliability(reliability: Reliability): ReliabilityOptions {
  return withoutNull(reliability);
}

type WithoutNull<Values> = { [Key in keyof Values]?: Exclude<Values[Key], null | undefined> };

/** Null stands for an option that was not given. */
function withoutNull<Values extends object>(values: Values): WithoutNull<Values> {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(given) as WithoutNull<Values>;
}
