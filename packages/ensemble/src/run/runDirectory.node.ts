// Writes a run directory as the run goes on. Each file appears whole or not at all, and a member's as soon as the
// member has finished: what is there when a run is cut off is good.

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shellWord } from '@convoy/core';
import { writeFileAtomically } from '@convoy/core/node';
import { removeCheckpoints } from '../checkpoint/files.node.ts';
import { EnsembleError, messageOf } from '../errors.ts';
import type { TrainedMember } from '../file/content.ts';
import type { MemberResult } from '../member/job.ts';
import { isComplete } from './isComplete.node.ts';
import {
  ENSEMBLE_FILE,
  HISTORY_FILE,
  isTemporary,
  LOCK_FILE,
  MANIFEST_FILE,
  MEMBERS_FOLDER,
  memberFolder,
  PREDICTIONS_FILE,
  WEIGHTS_FILE,
} from './layout.ts';
import { lockHolder, lockRun, type RunLock } from './lock.node.ts';
import type { RunManifest } from './manifest.ts';
import { readManifest } from './readRun.node.ts';

/** The bytes of a finished member's files. */
export interface MemberFiles {
  readonly predictions: Uint8Array;
  /** The member as an ensemble file of its own. */
  readonly weights: Uint8Array;
}

export interface RunDirectory {
  readonly path: string;
  /** A member's own folder, which its checkpoints go to. */
  folderOf(member: number): string;
  writeManifest(manifest: RunManifest): Promise<void>;
  writeMember(member: TrainedMember, result: MemberResult, files: MemberFiles): Promise<void>;
  writeEnsemble(bytes: Uint8Array): Promise<void>;
  /** Its lock: this process works in it until `close`. */
  readonly lock: RunLock;
  close(): Promise<void>;
}

/**
 * Makes a run's directory, with all folders above it.
 * @throws {EnsembleError} `out-not-empty` if something is there already: no run overwrites another; `run-locked` if
 *   another process has just done the same
 */
export async function createRunDirectory(path: string): Promise<RunDirectory> {
  await requireEmptyDirectory(path);
  const directory = await openRunDirectory(path);
  try {
    // Again, for what another process may have written until the lock was taken.
    await requireEmptyDirectory(path);
  } catch (error) {
    await directory.close();
    throw error;
  }
  return directory;
}

/**
 * A run's directory that is there already.
 * @throws {EnsembleError} `run-locked` if another process works in it
 */
export async function openRunDirectory(path: string): Promise<RunDirectory> {
  const lock = await lockRun(path);
  const folderOf = (member: number) => join(path, MEMBERS_FOLDER, memberFolder(member));
  return {
    path,
    folderOf,
    writeManifest: (manifest) => writeJson(join(path, MANIFEST_FILE), manifest),
    async writeMember(member, result, { predictions, weights }) {
      const folder = folderOf(member.member);
      await mkdir(folder, { recursive: true });
      const { weights: _, model: __, ...metadata } = member;
      await writeJson(join(folder, HISTORY_FILE), {
        ...metadata,
        validation: result.validation?.figures ?? null,
        seconds: result.seconds,
        history: result.epochs.map((figures, at) => ({ epoch: at + 1, ...figures })),
      });
      await writeFileAtomically(join(folder, PREDICTIONS_FILE), predictions);
      // Last: a folder with weights is a finished member.
      await writeFileAtomically(join(folder, WEIGHTS_FILE), weights);
      await removeCheckpoints(folder);
    },
    writeEnsemble: (bytes) => writeFileAtomically(join(path, ENSEMBLE_FILE), bytes),
    lock,
    close: () => lock.release(),
  };
}

function writeJson(path: string, content: object): Promise<void> {
  return writeFileAtomically(path, `${JSON.stringify(content, null, 2)}\n`);
}

async function requireEmptyDirectory(path: string): Promise<void> {
  let found: string[];
  try {
    await makeDirectory(path);
    // What a process that was killed at its very start leaves is nothing to keep.
    found = (await readdir(path)).filter((name) => !isTemporary(name) && !name.startsWith(LOCK_FILE));
  } catch (error) {
    throw new EnsembleError(
      'invalid-option',
      `out: cannot use ${path} as a run directory: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
  if (found.length > 0) {
    const advice = await adviceFor(path);
    throw new EnsembleError(
      'out-not-empty',
      `out: ${path} is not empty, it holds ${found.slice(0, 3).join(', ')}${found.length > 3 ? ' …' : ''}. ` +
        `${advice} directory that does not exist yet, or empty it`,
    );
  }
}

async function adviceFor(path: string): Promise<string> {
  if ((await lockHolder(path)) !== null) {
    return `A process works on a run in it; this says how far it is: convoy status ${shellWord(path)}. Name another`;
  }
  if (!(await holdsUnfinishedRun(path))) return 'Name a';
  return `Its run has not come to its end; this goes on with it: convoy resume ${shellWord(path)}. Otherwise name a`;
}

async function holdsUnfinishedRun(path: string): Promise<boolean> {
  try {
    return !(await isComplete(path, await readManifest(path)));
  } catch {
    return false; // Whatever it holds, it is no run that could go on.
  }
}

async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    // With `recursive` Node says ENOENT also where the file system is read-only: without, it gives the reason.
    await mkdir(path);
    throw error;
  }
}
