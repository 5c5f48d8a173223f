// What every executor does where a member is trained: turns a specification into a training, with what is local.

import { EnsembleError } from '../errors.ts';
import { decodeEnsemble } from '../file/decode.ts';
import { decodeCheckpoint } from '../member/checkpoint/decode.ts';
import { fitMember, type LocalMember } from '../member/fitMember.ts';
import { identityOf, requireSameIdentity } from '../member/identity.ts';
import { type DatasetRows, rowsOf } from '../member/rows.ts';
import type { MemberSession } from '../member/session.ts';
import type { MemberOutcome, MemberSpec } from '../member/spec.ts';
import { writeCheckpoint } from '../store/checkpoints.ts';
import { locationOf, type RunStore } from '../store/runStore.ts';

/** What a member needs beside its specification. */
export interface MemberSurroundings {
  readonly dataset: DatasetRows;
  readonly store: RunStore;
  readonly session: MemberSession;
}

/**
 * Trains a member from its specification to its outcome.
 * @throws {EnsembleError} if the dataset is another one, or what it starts from is missing
 */
export async function performMember(
  spec: MemberSpec,
  { dataset, store, session }: MemberSurroundings,
): Promise<MemberOutcome> {
  for (const module of spec.modules) await import(module);
  const identity = identityOf(spec);
  return fitMember(spec, {
    data: rowsOf(dataset, spec.data),
    session,
    ...(await readStart(spec, store)),
    save: (state) => writeCheckpoint(store, { identity, state }, spec.attempt),
  });
}

async function readStart(
  spec: MemberSpec,
  store: RunStore,
): Promise<Pick<LocalMember, 'resumeFrom' | 'startFrom'>> {
  const { start } = spec;
  switch (start.from) {
    case 'initialization':
      return { resumeFrom: null, startFrom: null };
    case 'checkpoint': {
      const { identity, state } = decodeCheckpoint(await readKey(store, start.key));
      requireSameIdentity(locationOf(store, start.key), identity, identityOf(spec));
      return { resumeFrom: state, startFrom: null };
    }
    case 'weights': {
      const { members } = decodeEnsemble(await readKey(store, start.key));
      return { resumeFrom: null, startFrom: members[start.place]?.weights ?? null };
    }
    default:
      return start satisfies never;
  }
}

async function readKey(store: RunStore, key: string): Promise<Uint8Array> {
  const bytes = await store.read(key);
  if (bytes !== null) return bytes;
  throw new EnsembleError('unreadable', `cannot read ${locationOf(store, key)}: there is no such value`);
}
