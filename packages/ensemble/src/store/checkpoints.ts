// A member's checkpoints. The last two are kept, so that one that was damaged on the disk has one before it.

import type { TrainingState } from '@convoy/core';
import { messageOf } from '../errors.ts';
import type { Checkpoint } from '../member/checkpoint/content.ts';
import { decodeCheckpoint } from '../member/checkpoint/decode.ts';
import { encodeCheckpoint } from '../member/checkpoint/encode.ts';
import { type MemberIdentity, requireSameIdentity } from '../member/identity.ts';
import { checkpointKey, memberPrefix, updatesOf } from './keys.ts';
import { locationOf, type RunStore } from './runStore.ts';

const KEPT = 2;

/**
 * @param attempt names this start of the member where another may be under way: their checkpoints have different keys
 * @throws {CoreError} `write-failed`; the checkpoints that were there stay as they were
 */
export async function writeCheckpoint(
  store: RunStore,
  checkpoint: Checkpoint,
  attempt?: string,
): Promise<void> {
  const { member } = checkpoint.identity;
  const key = checkpointKey(member, checkpoint.state.progress.iterations, attempt);
  await store.write(key, encodeCheckpoint(checkpoint));
  const older = (await checkpointKeys(store, member)).slice(KEPT);
  await Promise.all(older.map((key) => store.remove(key)));
}

/** The keys of a member's checkpoints, the newest first. */
export async function checkpointKeys(store: RunStore, member: number): Promise<string[]> {
  const keys = await store.list(memberPrefix(member));
  return keys
    .flatMap((key) => {
      const updates = updatesOf(key);
      return updates === null ? [] : [{ key, updates }];
    })
    .sort((a, b) => b.updates - a.updates)
    .map(({ key }) => key);
}

export interface FoundCheckpoint {
  readonly key: string;
  readonly state: TrainingState;
}

/**
 * The newest checkpoint that is whole, or null if there is none. One that is damaged is set aside, as `….damaged`, and the
 * one before it is taken.
 * @param warn receives a message for each that is damaged
 * @throws {EnsembleError} `run-changed` if it is of another configuration, seed or data, saying what differs
 * @throws {CoreError} `newer-version`
 */
export async function findCheckpoint(
  store: RunStore,
  identity: MemberIdentity,
  warn: (message: string) => void,
): Promise<FoundCheckpoint | null> {
  const keys = await checkpointKeys(store, identity.member);
  for (const [at, key] of keys.entries()) {
    const bytes = await store.read(key);
    if (bytes === null) continue;
    const path = locationOf(store, key);
    try {
      const checkpoint = decodeCheckpoint(bytes);
      requireSameIdentity(path, checkpoint.identity, identity);
      return { key, state: checkpoint.state };
    } catch (error) {
      if (!isDamage(error)) throw error;
      const next = keys[at + 1]?.split('/').at(-1);
      const instead = next === undefined ? 'its member begins anew' : `${next} is taken instead`;
      await store.write(`${key}.damaged`, bytes);
      await store.remove(key);
      warn(`checkpoint ${path} cannot be used: ${messageOf(error)}; ${instead}`);
    }
  }
  return null;
}

/** A file of a newer Convoy, or of another run, is whole: an older one in its place would lose what it holds. */
export function isDamage(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code !== 'newer-version' && code !== 'run-changed';
}

/** A finished member needs them no more. */
export async function removeCheckpoints(store: RunStore, member: number): Promise<void> {
  const keys = await checkpointKeys(store, member);
  await Promise.all(keys.map((key) => store.remove(key)));
}
