import { EnsembleError } from '../errors.ts';
import { trainingCount } from '../member/rows.ts';
import { memberSeed, memberSeeds } from '../member/seeds.ts';
import type { CheckpointSchedule, DataSpec, MemberSpec, StartPoint } from '../member/spec.ts';
import { snapshotCycle } from '../member/strategy.ts';
import { START_KEY, weightsKey } from '../store/keys.ts';
import type { ResolvedOptions } from './resolveOptions.ts';

/** What a run's members have in common beside its options. */
export interface SharedBySpecs {
  readonly data: DataSpec;
  readonly modules: readonly string[];
  /** Whether they write checkpoints. */
  readonly keepsCheckpoints: boolean;
}

/** One specification per member, in the order of their numbers; several models are given to members in turn. */
export function createSpecs(
  { members, seed, training, models, reliability }: ResolvedOptions,
  { data, modules, keepsCheckpoints }: SharedBySpecs,
): MemberSpec[] {
  const { strategy } = training;
  const schedule: CheckpointSchedule = {
    steps: reliability.checkpointSteps,
    minutes: reliability.checkpointMinutes,
  };
  return Array.from({ length: members }, (_, member) => {
    const own = { ...training, model: models[member % models.length] ?? training.model };
    return {
      member,
      seed: memberSeed(seed, member),
      seeds: memberSeeds(seed, member, strategy),
      training: strategy === 'snapshot' ? snapshotCycle(own, trainingCount(data)) : own,
      data,
      checkpoints: keepsCheckpoints ? schedule : null,
      start: { from: 'initialization' },
      modules,
    };
  });
}

/**
 * What a member starts from if it has no checkpoint: a snapshot from the weights of the member before it, any other from
 * its initialization, or from a member of the run that this one starts from. A snapshot's optimizer starts afresh, so that the member follows from weights that the run's store
 * holds, and from nothing else.
 * @throws {EnsembleError} `member-ended` if the member before did not finish
 */
export function startOf(
  { member, training }: MemberSpec,
  hasFinished: (member: number) => boolean,
): StartPoint {
  const { strategy, startFrom } = training;
  if (strategy !== 'snapshot' || member === 0) {
    if (startFrom === undefined) return { from: 'initialization' };
    return { from: 'weights', key: START_KEY, place: member % startFrom.members };
  }
  if (hasFinished(member - 1)) return { from: 'weights', key: weightsKey(member - 1), place: 0 };
  throw new EnsembleError(
    'member-ended',
    `it goes on from the weights of member ${member - 1}, which did not finish`,
  );
}
