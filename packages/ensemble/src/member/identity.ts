// Which training a checkpoint or a finished member belongs to.

import type { Seed } from '@convoy/core';
import { EnsembleError } from '../errors.ts';
import type { TrainingConfig } from '../options/configuration.ts';
import { differences } from './differences.ts';
import { countOf, trainingCount } from './rows.ts';
import type { MemberSeeds, MemberSpec } from './spec.ts';

/** All that a member's bits follow from. A checkpoint of another identity is no start for this member. */
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

export function identityOf({ member, seed, seeds, training, data }: MemberSpec): MemberIdentity {
  return {
    member,
    seed,
    seeds,
    training,
    data: {
      sha256: data.sha256,
      trainingImages: trainingCount(data),
      validationImages: countOf(data.validation),
      testImages: countOf(data.test),
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
