import { deriveSeed, type Seed } from '@convoy/core';
import type { StrategyName } from '../options/strategyNames.ts';
import type { MemberSeeds } from './spec.ts';

/** The name of a member's stream of random numbers in files and events. */
export function memberSeed(runSeed: number, member: number): Seed {
  return deriveSeed(runSeed, 'member', member);
}

/** The rows that a run trains on, if it takes only some. */
export function subsetSeed(runSeed: number): Seed {
  return deriveSeed(runSeed, 'train-count');
}

/** Every random choice of a member. Depends on its number, never on the worker or the moment that it is trained. */
export function memberSeeds(runSeed: number, member: number, strategy: StrategyName): MemberSeeds {
  return {
    initialization: deriveSeed(runSeed, 'member', member, 'initialization'),
    training: deriveSeed(runSeed, 'member', member, 'training'),
    ...(strategy === 'bagging' && { bootstrap: deriveSeed(runSeed, 'member', member, 'bootstrap') }),
  };
}
