import type { ResolvedOptions } from '../resolveOptions.ts';
import { createControlWord } from './controlWord.ts';
import type { MemberJob, TrainingData } from './job.ts';
import { memberSeed, memberSeeds } from './seeds.ts';

/** One job a member, in the order of their numbers. */
export function createJobs({ members, seed, training }: ResolvedOptions, data: TrainingData): MemberJob[] {
  return Array.from({ length: members }, (_, member) => ({
    member,
    seed: memberSeed(seed, member),
    seeds: memberSeeds(seed, member),
    training,
    data,
    control: createControlWord(),
  }));
}
