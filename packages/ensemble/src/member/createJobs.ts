import type { CheckpointSchedule } from '../checkpoint/callback.ts';
import type { ResolvedOptions } from '../resolveOptions.ts';
import { createControlWord } from './controlWord.ts';
import type { MemberJob, TrainingData } from './job.ts';
import { memberSeed, memberSeeds } from './seeds.ts';
import { snapshotCycle } from './strategy.ts';

/**
 * One job a member, in the order of their numbers; of several models, members take one after the other in turn.
 * @param folderOf where a member's checkpoints go; none are written without it
 */
export function createJobs(
  { members, seed, training, models, reliability }: ResolvedOptions,
  data: TrainingData,
  folderOf?: (member: number) => string,
): MemberJob[] {
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
      training: strategy === 'snapshot' ? snapshotCycle(own, data) : own,
      data,
      control: createControlWord(),
      checkpoints: folderOf === undefined ? null : { ...schedule, folder: folderOf(member) },
      resumeFrom: null,
    };
  });
}
