// Writes a run directory as the run goes on. Each file appears whole or not at all, and a member's as soon as the
// member has finished: what is there when a run is cut off is good.

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '@convoy/core/node';
import { EnsembleError, messageOf } from '../errors.ts';
import type { TrainedMember } from '../file/content.ts';
import type { MemberResult } from '../member/job.ts';
import {
  ENSEMBLE_FILE,
  HISTORY_FILE,
  MANIFEST_FILE,
  MEMBERS_FOLDER,
  memberFolder,
  WEIGHTS_FILE,
} from './layout.ts';
import type { RunManifest } from './manifest.ts';

export interface RunDirectory {
  readonly path: string;
  writeManifest(manifest: RunManifest): Promise<void>;
  /** @param weights the member as an ensemble file of its own */
  writeMember(member: TrainedMember, result: MemberResult, weights: Uint8Array): Promise<void>;
  writeEnsemble(bytes: Uint8Array): Promise<void>;
}

/**
 * Makes a run's directory, with all folders above it.
 * @throws {EnsembleError} `out-not-empty` if something is there already: no run overwrites another
 */
export async function createRunDirectory(path: string): Promise<RunDirectory> {
  await claimEmptyDirectory(path);
  return {
    path,
    writeManifest: (manifest) => writeJson(join(path, MANIFEST_FILE), manifest),
    async writeMember(member, result, weights) {
      const folder = join(path, MEMBERS_FOLDER, memberFolder(member.member));
      await mkdir(folder, { recursive: true });
      const { weights: _, model: __, ...metadata } = member;
      await writeJson(join(folder, HISTORY_FILE), {
        ...metadata,
        validation: result.validation?.figures ?? null,
        seconds: result.seconds,
        history: result.epochs.map((figures, at) => ({ epoch: at + 1, ...figures })),
      });
      // Last: a folder with weights is a finished member.
      await writeFileAtomically(join(folder, WEIGHTS_FILE), weights);
    },
    writeEnsemble: (bytes) => writeFileAtomically(join(path, ENSEMBLE_FILE), bytes),
  };
}

function writeJson(path: string, content: object): Promise<void> {
  return writeFileAtomically(path, `${JSON.stringify(content, null, 2)}\n`);
}

async function claimEmptyDirectory(path: string): Promise<void> {
  let found: string[];
  try {
    await mkdir(path, { recursive: true });
    found = await readdir(path);
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
    throw new EnsembleError(
      'out-not-empty',
      `out: ${path} is not empty, it holds ${found.slice(0, 3).join(', ')}${found.length > 3 ? ' …' : ''}. ` +
        'Name a directory that does not exist yet, or empty it',
    );
  }
}
