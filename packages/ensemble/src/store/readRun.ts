// Reads what a run left: its description, and the ensemble's bytes.

import * as z from 'zod/mini';
import { EnsembleError, messageOf } from '../errors.ts';
import { ENSEMBLE_KEY, isWeights, MANIFEST_KEY } from './keys.ts';
import { MANIFEST_VERSION, type RunManifest } from './manifest.ts';
import { locationOf, type RunStore, readText } from './runStore.ts';

// A manifest is for people and reports: what distinguishes one from any other JSON is checked, not every field.
const manifestSchema = z.looseObject({ format: z.literal('convoy-run'), version: z.number() });

/**
 * Reads a run's `run.json`.
 * @throws {EnsembleError} `unreadable` if there is none, or it is of a newer version
 */
export async function readManifestIn(store: RunStore): Promise<RunManifest> {
  const file = locationOf(store, MANIFEST_KEY);
  const text = await readText(store, MANIFEST_KEY);
  if (text === null) throw new EnsembleError('unreadable', `cannot read ${file}: there is no such file`);
  const manifest = parse(file, text);
  if (manifest.version > MANIFEST_VERSION) {
    throw new EnsembleError(
      'unreadable',
      `${file}: written in version ${manifest.version}, this version of Convoy reads up to ${MANIFEST_VERSION}. Update Convoy`,
    );
  }
  return manifest;
}

function parse(file: string, text: string): RunManifest {
  try {
    return manifestSchema.parse(JSON.parse(text)) as unknown as RunManifest;
  } catch (error) {
    throw new EnsembleError('unreadable', `cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
}

/**
 * The bytes of a run's ensemble.
 * @throws {EnsembleError} `not-a-run` if there is none, saying which members finished; `unreadable`
 */
export async function readEnsembleIn(store: RunStore): Promise<Uint8Array> {
  const bytes = await store.read(ENSEMBLE_KEY);
  if (bytes !== null) return bytes;
  const { name } = store;
  const keys = await store.list('');
  if (!keys.includes(MANIFEST_KEY)) {
    throw new EnsembleError('not-a-run', `${name}: not a run directory, it holds no ${ENSEMBLE_KEY}`);
  }
  const finished = keys.filter(isWeights);
  const advice = finished.length
    ? `These members finished and load by themselves: ${finished.map((key) => locationOf(store, key)).join(', ')}`
    : 'No member of it finished yet';
  throw new EnsembleError(
    'not-a-run',
    `${name}: this run has not ended, it holds no ${ENSEMBLE_KEY}. This resumes it: convoy resume ${name}. ${advice}`,
  );
}
