// Writes what a run leaves, as it goes on: a member as soon as it has finished, so that whatever a run that is cut off has
// left is good.

import type { TrainedMember } from '../file/content.ts';
import type { MemberResult } from '../member/spec.ts';
import { removeCheckpoints } from './checkpoints.ts';
import { historyKey, predictionsKey, weightsKey } from './keys.ts';
import { type RunStore, writeJson } from './runStore.ts';

/** The bytes of a finished member's files. */
export interface MemberFiles {
  readonly predictions: Uint8Array;
  /** The member as an ensemble file of its own. */
  readonly weights: Uint8Array;
}

/** @throws {CoreError} `write-failed` */
export async function writeMember(
  store: RunStore,
  trained: TrainedMember,
  result: MemberResult,
  { predictions, weights }: MemberFiles,
): Promise<void> {
  const { member } = trained;
  const { weights: _, model: __, ...metadata } = trained;
  await writeJson(store, historyKey(member), {
    ...metadata,
    validation: result.validation?.metrics ?? null,
    seconds: result.seconds,
    history: result.epochs.map((metrics, at) => ({ epoch: at + 1, ...metrics })),
  });
  await store.write(predictionsKey(member), predictions);
  // Last: a member with weights has finished.
  await store.write(weightsKey(member), weights);
  await removeCheckpoints(store, member);
}
