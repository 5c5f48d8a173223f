// Reads what was measured of each finished member while it trained.

import type { Seed } from '@convoy/core';
import * as z from 'zod/mini';
import { EnsembleError, messageOf } from '../errors.ts';
import type { EpochMetrics, MemberMetrics, SplitMetrics } from '../events.ts';
import { isHistory, MEMBERS_PREFIX } from './keys.ts';
import { locationOf, type RunStore, readText } from './runStore.ts';

/** A member's `history.json`. */
export interface MemberHistory extends MemberMetrics {
  readonly seed: Seed;
  /** Null where no rows were set aside. */
  readonly validation: SplitMetrics | null;
  /** All that the member took, its evaluation too. */
  readonly seconds: number;
  /** In their order; `epoch` counts from 1. */
  readonly history: readonly ({ readonly epoch: number } & EpochMetrics)[];
}

const historySchema = z.looseObject({
  member: z.number(),
  seconds: z.number(),
  history: z.array(z.looseObject({ epoch: z.number(), loss: z.number(), accuracy: z.number() })),
});

/**
 * The histories of a run's finished members, in the order of their numbers.
 * @throws {EnsembleError} `unreadable` if one cannot be read
 */
export async function readHistoriesIn(store: RunStore): Promise<MemberHistory[]> {
  const histories: MemberHistory[] = [];
  for (const key of (await store.list(MEMBERS_PREFIX)).filter(isHistory)) {
    const text = await readText(store, key);
    // A member that has not finished has none.
    if (text !== null) histories.push(parse(locationOf(store, key), text));
  }
  return histories.sort((a, b) => a.member - b.member);
}

function parse(file: string, text: string): MemberHistory {
  try {
    return historySchema.parse(JSON.parse(text)) as unknown as MemberHistory;
  } catch (error) {
    throw new EnsembleError('unreadable', `cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
}
