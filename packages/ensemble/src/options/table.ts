// Every option of `trainEnsemble`, of `convoy train`, and of its configuration files. A new one is a record in the file of its
// help group; from it follow its type, its check, its flag with help and completion, run.json, and the command that reproduces
// a run. TypeScript then asks where it is used.

import { ensemble } from './ensemble.ts';
import { execution } from './execution.ts';
import { faultTolerance } from './faultTolerance.ts';
import { modelAndData } from './modelAndData.ts';
import {
  type Complete,
  type Determines,
  type KeysThatDetermine,
  keysOf,
  type OptionTable,
} from './option.ts';
import { training } from './training.ts';

/** The records of all options, in the order of the help. */
export const trainingOptions = {
  ...modelAndData,
  ...training,
  ...ensemble,
  ...execution,
  ...faultTolerance,
} satisfies OptionTable;

export type TrainingOptions = typeof trainingOptions;

/** Every option, with its default where it was not given. */
export type CompleteOptions = Complete<TrainingOptions>;

/** Keys of the options that each member is trained by. */
export type MemberKey = KeysThatDetermine<TrainingOptions, 'member'>;

/** Keys of the options that say which members there are and how they become one. */
export type EnsembleKey = KeysThatDetermine<TrainingOptions, 'ensemble'>;

/** The keys of the options that determine this. */
export function keysThatDetermine<Bits extends Determines>(
  bits: Bits,
): readonly KeysThatDetermine<TrainingOptions, Bits>[] {
  const keys: readonly string[] = keysOf(trainingOptions).filter(
    (key) => trainingOptions[key].determines === bits,
  );
  return keys as readonly KeysThatDetermine<TrainingOptions, Bits>[];
}
