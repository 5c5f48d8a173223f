// Reads what a run left: its description, and the ensemble's bytes.

import { shellWord } from '@convoy/core/internal';
import * as z from 'zod/mini';
import { EnsembleError, messageOf } from '../errors.ts';
import { ENSEMBLE_KEY, isWeights, MANIFEST_KEY } from './keys.ts';
import { MANIFEST_VERSION, type RunManifest } from './manifest.ts';
import { locationOf, type RunStore, readText } from './runStore.ts';

// What distinguishes a manifest from any other JSON, before anything of this version is expected of it.
const formatSchema = z.looseObject({ format: z.literal('convoy-run'), version: z.number() });

const count = z.number().check(z.int(), z.nonnegative());
const failure = z.looseObject({ member: count, error: z.string() });
// What the code relies on, where people may have edited the file: options are checked again as options.
const manifestSchema = z.looseObject({
  configuration: z.looseObject({
    model: z.looseObject({ layers: z.array(z.looseObject({ type: z.string() })) }),
    optimizer: z.looseObject({ type: z.string() }),
    members: count,
    epochs: z.number(),
  }),
  dataset: z.looseObject({ name: z.string(), sha256: z.string(), classNames: z.array(z.string()) }),
  reliability: z.looseObject({ minMembers: count }),
  members: z.array(z.looseObject({ member: count, seed: z.string() })),
  backend: z.looseObject({ name: z.string(), details: z.looseObject({}) }),
  versions: z.looseObject({}),
  hardware: z.looseObject({}),
  result: z.optional(
    z.looseObject({
      ensemble: z.nullable(z.looseObject({ accuracy: z.number(), nll: z.number() })),
      members: z.array(z.looseObject({ member: count })),
      failed: z.array(failure),
      stopped: z.boolean(),
    }),
  ),
});

/**
 * Reads a run's `run.json`.
 * @throws {EnsembleError} `unreadable` if there is none, or it is of a newer version; `not-a-run` if the ensemble was imported
 */
export async function readManifestIn(store: RunStore): Promise<RunManifest> {
  const file = locationOf(store, MANIFEST_KEY);
  const text = await readText(store, MANIFEST_KEY);
  if (text === null) throw await noManifest(store);
  const json = parseJson(file, text);
  const { version } = expected(file, formatSchema, json);
  if (version > MANIFEST_VERSION) {
    throw new EnsembleError(
      'unreadable',
      `${file}: written in version ${version}, this version of Convoy reads up to ${MANIFEST_VERSION}. Update Convoy`,
    );
  }
  return expected(file, manifestSchema, json) as unknown as RunManifest;
}

async function noManifest(store: RunStore): Promise<EnsembleError> {
  if ((await store.read(ENSEMBLE_KEY)) === null) {
    const file = locationOf(store, MANIFEST_KEY);
    return new EnsembleError('unreadable', `cannot read ${file}: there is no such file`);
  }
  return new EnsembleError(
    'not-a-run',
    `${store.name}: this run was imported (it holds ${ENSEMBLE_KEY}, but no ${MANIFEST_KEY}): nothing was trained, so there is ` +
      `no progress, no report, and nothing to resume. This measures it: convoy evaluate ${shellWord(store.name)} --dataset …`,
  );
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new EnsembleError('unreadable', `cannot read ${file}: ${messageOf(error)}`, { cause: error });
  }
}

function expected<Schema extends z.ZodMiniType>(
  file: string,
  schema: Schema,
  json: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new EnsembleError('unreadable', `cannot read ${file}: ${z.prettifyError(parsed.error)}`);
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
    `${name}: this run has not ended, it holds no ${ENSEMBLE_KEY}. This resumes it: convoy resume ${shellWord(name)}. ${advice}`,
  );
}
