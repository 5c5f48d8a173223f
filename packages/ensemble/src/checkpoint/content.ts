// What a checkpoint holds: all that a member's training is at one moment, and of which training it is.

import type { Seed, TrainingState } from '@convoy/core';
import { EnsembleError } from '../errors.ts';
import type { MemberJob, MemberSeeds, TrainingConfig } from '../member/job.ts';
import { differences } from '../run/differences.ts';

/** All that a member's bits follow from. A checkpoint of another identity is no beginning for this member. */
export interface MemberIdentity {
  readonly member: number;
  readonly seed: Seed;
  readonly seeds: MemberSeeds;
  readonly training: TrainingConfig;
  readonly data: {
    readonly sha256: string;
    readonly trainingImages: number;
    readonly validationImages: number;
    readonly testImages: number;
  };
}

export interface Checkpoint {
  readonly identity: MemberIdentity;
  readonly state: TrainingState;
}

export function identityOf({ member, seed, seeds, training, data }: MemberJob): MemberIdentity {
  return {
    member,
    seed,
    seeds,
    training,
    data: {
      sha256: data.sha256,
      trainingImages: data.train.count,
      validationImages: data.validation?.count ?? 0,
      testImages: data.test.count,
    },
  };
}

/** @throws {EnsembleError} `run-changed`, saying what differs */
export function requireSameIdentity(path: string, saved: MemberIdentity, present: MemberIdentity): void {
  const different = differences(saved, present);
  if (different.length === 0) return;
  throw new EnsembleError(
    'run-changed',
    `${path}: of another training than run.json describes: ${different.join('; ')}. ` +
      'Put run.json and the data back as they were, or train in a new directory',
  );
}
