// Reads what a run left: the ensemble's bytes, and the run's description.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { shellWord } from '@convoy/core';
import { readRegularFile } from '@convoy/core/node';
import * as z from 'zod/mini';
import { EnsembleError, messageOf } from '../errors.ts';
import { ENSEMBLE_FILE, MANIFEST_FILE, MEMBERS_FOLDER, WEIGHTS_FILE } from './layout.ts';
import { MANIFEST_VERSION, type RunManifest } from './manifest.ts';

// A manifest is for people and reports: what tells one from any other JSON is checked, not every field.
const manifestSchema = z.looseObject({ format: z.literal('convoy-run'), version: z.number() });

/** What one array of bytes may be: more than any ensemble that fits in memory twice. */
const mostBytes = 2 ** 33;

/**
 * @param path a run directory, its `ensemble.convoy`, or a member's `weights.convoy`
 * @throws {EnsembleError} `unreadable`, or `not-a-run` if the directory holds no ensemble
 */
export async function readEnsembleBytes(path: string): Promise<{ file: string; bytes: Uint8Array }> {
  const isDirectory = await onDisk(path, async () => (await stat(path)).isDirectory());
  const file = isDirectory ? join(path, ENSEMBLE_FILE) : path;
  if (isDirectory) await requireEnsemble(path);
  return { file, bytes: await onDisk(file, () => readRegularFile(file, file, mostBytes)) };
}

async function requireEnsemble(directory: string): Promise<void> {
  const entries = await onDisk(directory, () => readdir(directory));
  if (entries.includes(ENSEMBLE_FILE)) return;
  if (!entries.includes(MANIFEST_FILE)) {
    throw new EnsembleError('not-a-run', `${directory}: not a run directory, it holds no ${ENSEMBLE_FILE}`);
  }
  const members = entries.includes(MEMBERS_FOLDER)
    ? await onDisk(directory, () => readdir(join(directory, MEMBERS_FOLDER), { recursive: true }))
    : [];
  const finished = members.filter((name) => name.endsWith(WEIGHTS_FILE)).sort();
  const advice = finished.length
    ? `These members finished and load by themselves: ${finished.map((name) => join(directory, MEMBERS_FOLDER, name)).join(', ')}`
    : 'No member of it finished yet';
  throw new EnsembleError(
    'not-a-run',
    `${directory}: this run has not ended, it holds no ${ENSEMBLE_FILE}. This goes on with it: convoy resume ${shellWord(directory)}. ${advice}`,
  );
}

async function onDisk<Result>(path: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw new EnsembleError('unreadable', `cannot read ${path}: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * Reads a run's `run.json`.
 * @throws {EnsembleError} if the path is no run directory, or of a newer version
 */
export async function readManifest(directory: string): Promise<RunManifest> {
  const file = join(directory, MANIFEST_FILE);
  const text = await onDisk(file, () => readFile(file, 'utf8'));
  const manifest = await onDisk(file, async () => manifestSchema.parse(JSON.parse(text)));
  if (manifest.version > MANIFEST_VERSION) {
    throw new EnsembleError(
      'unreadable',
      `${file}: written in version ${manifest.version}, this version of Convoy reads up to ${MANIFEST_VERSION}. Update Convoy`,
    );
  }
  return manifest as unknown as RunManifest;
}
