// A member's checkpoints as files: `checkpoint-00000391.convoy`, by the updates that the optimizer has made. The last two
// are kept, so that one that was damaged on the disk has one before it.

import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError, type TrainingState } from '@convoy/core';
import { writeFileAtomically } from '@convoy/core/node';
import { EnsembleError, messageOf } from '../errors.ts';
import { type Checkpoint, type MemberIdentity, requireSameIdentity } from './content.ts';
import { decodeCheckpoint } from './decode.ts';
import { encodeCheckpoint } from './encode.ts';

const pattern = /^checkpoint-(\d+)\.convoy$/;
const KEPT = 2;

function fileName(updates: number): string {
  return `checkpoint-${String(updates).padStart(8, '0')}.convoy`;
}

/** @throws {CoreError} `write-failed`; the checkpoints that were there stay as they were */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new CoreError('write-failed', `cannot make ${folder}: ${messageOf(cause)}`, { cause });
  });
  const path = join(folder, fileName(checkpoint.state.progress.iterations));
  await writeFileAtomically(path, encodeCheckpoint(checkpoint));
  const older = (await checkpointFiles(folder)).slice(KEPT);
  await Promise.all(older.map((name) => rm(join(folder, name), { force: true })));
}

/** The names of a member's checkpoints, the newest first. */
export async function checkpointFiles(folder: string): Promise<string[]> {
  const updates = (name: string) => Number(pattern.exec(name)?.[1]);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new EnsembleError('unreadable', `cannot read ${folder}: ${error.message}`, { cause: error });
  });
  return names.filter((name) => pattern.test(name)).sort((a, b) => updates(b) - updates(a));
}

/**
 * The newest checkpoint that is whole, or null if there is none. One that is damaged is set aside, as `….damaged`, and the
 * one before it is taken.
 * @param warn is told of each that is damaged
 * @throws {EnsembleError} `run-changed` if it is of another configuration, seed or data, saying what differs
 * @throws {CoreError} `newer-version`
 */
export async function readLatestCheckpoint(
  folder: string,
  identity: MemberIdentity,
  warn: (message: string) => void,
): Promise<TrainingState | null> {
  const names = await checkpointFiles(folder);
  for (const [at, name] of names.entries()) {
    const path = join(folder, name);
    try {
      const checkpoint = decodeCheckpoint(await readFile(path));
      requireSameIdentity(path, checkpoint.identity, identity);
      return checkpoint.state;
    } catch (error) {
      if (!isDamage(error)) throw error;
      const next = names[at + 1];
      const instead = next === undefined ? 'its member begins anew' : `${next} is taken instead`;
      await rename(path, `${path}.damaged`);
      warn(`checkpoint ${path} cannot be used: ${messageOf(error)}; ${instead}`);
    }
  }
  return null;
}

/** A file of a newer Convoy, or of another run, is whole: going on from an older one would lose what it holds. */
export function isDamage(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code !== 'newer-version' && code !== 'run-changed';
}

/** A finished member needs them no more. */
export async function removeCheckpoints(folder: string): Promise<void> {
  const names = await checkpointFiles(folder);
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
}
