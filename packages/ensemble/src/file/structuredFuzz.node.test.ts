// Hostile content with a checksum that fits: a decoded file is changed in one place and written again. Each is refused with
// an error of ours, or is one that can be used. `CONVOY_FUZZ` is the number of cases per format (1,000).

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreError, createGenerator, deriveSeed, type Generator } from '@convoy/core';
import { decodeContainer, encodeContainer } from '@convoy/core/internal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Ensemble } from '../ensemble.node.ts';
import { EnsembleError } from '../errors.ts';
import { decodeCheckpoint } from '../member/checkpoint/decode.ts';
import { decodePredictions } from '../member/predictions.ts';
import { recordEvents, smallRun } from '../testing/smallRun.ts';
import { trainEnsemble } from '../trainEnsemble.node.ts';

const cases = Number(process.env.CONVOY_FUZZ ?? 1000);

let folder: string;
const files = new Map<string, Uint8Array>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-structured-'));
  const record = recordEvents();
  const stop = new AbortController();
  await trainEnsemble({
    ...smallRun,
    workers: 1,
    members: 2,
    epochs: 3,
    out: folder,
    signal: stop.signal,
    onEvent(event) {
      record.onEvent(event);
      if (event.event === 'epoch' && event.member === 1 && event.epoch === 2) stop.abort();
    },
  });
  const member = join(folder, 'members', '01');
  const checkpoint = (await readdir(member)).find((name) => name.startsWith('checkpoint')) ?? '';
  files.set('ensemble', await readFile(join(folder, 'ensemble.convoy')));
  files.set('checkpoint', await readFile(join(member, checkpoint)));
  files.set('predictions', await readFile(join(folder, 'members', '00', 'predictions.convoy')));
});
afterAll(() => rm(folder, { recursive: true }));

const readers: Readonly<Record<string, (bytes: Uint8Array) => Promise<unknown>>> = {
  ensemble: (bytes) => Ensemble.load(bytes),
  checkpoint: async (bytes) => decodeCheckpoint(bytes),
  predictions: async (bytes) => decodePredictions(bytes),
};

type Tree = Record<string, unknown>;

function nested(depth: number): unknown {
  let value: unknown = 0;
  for (let level = 0; level < depth; level++) value = [value];
  return value;
}

/** Values that were seen to do harm somewhere; made anew for each case. */
const hostile: readonly (() => unknown)[] = [
  () => Number.NaN,
  () => Number.POSITIVE_INFINITY,
  () => -1,
  () => 0,
  () => 1.5,
  () => 1_000_000_000,
  () => 2 ** 53,
  () => '',
  () => 'x'.repeat(100_000),
  () => null,
  () => true,
  () => [],
  () => ({}),
  () => nested(50),
  () => ({ constructor: { prototype: { polluted: true } } }),
  () => JSON.parse('{"__proto__": {"polluted": true}}'),
  () => new Array(10_000).fill(1),
  () => [1_000_000, 1_000_000, 1_000_000],
];

/** Every place in plain data: the object or array, and the key in it. */
function places(value: unknown): (readonly [Tree, string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const tree = value as Tree;
  return Object.keys(tree).flatMap((key) => [[tree, key] as const, ...places(tree[key])]);
}

function changed(original: Uint8Array, random: Generator): Uint8Array {
  const pick = <T>(list: readonly T[]): T | undefined => list[random.integer(list.length)];
  const { kind, version, header, tensors } = decodeContainer(original);
  const own = structuredClone(header);
  const stored = new Map(tensors);
  const name = pick([...stored.keys()]) ?? '';
  const tensor = stored.get(name);
  switch (random.integer(6)) {
    case 0:
      stored.delete(name);
      break;
    case 1:
      if (tensor) stored.set(`${name}/more`, tensor);
      break;
    case 2:
      if (tensor) stored.set(name, { shape: [1, ...tensor.shape].slice(0, 8), data: tensor.data });
      break;
    default: {
      const place = pick(places(own));
      if (!place) break;
      const [tree, key] = place;
      if (random.integer(5) === 0) delete tree[key];
      else tree[key] = pick(hostile)?.();
    }
  }
  return encodeContainer({ kind, version, header: own, tensors: stored });
}

const minutes = 60_000;

test.each(Object.keys(readers))(`%s: ${cases} hostile contents`, { timeout: 20 * minutes }, async (kind) => {
  const original = Uint8Array.from(files.get(kind) ?? []);
  const read = readers[kind];
  if (read === undefined) throw new Error(`no reader for ${kind}`);
  const { kind: own, version, header, tensors } = decodeContainer(original);
  await read(encodeContainer({ kind: own, version, header, tensors }));
  const random = createGenerator(deriveSeed(1, 'structured', kind));
  const count = { refused: 0, accepted: 0 };
  let most = 0;
  for (let turn = 0; turn < cases; turn++) {
    const bytes = changed(original, random);
    const before = process.memoryUsage().arrayBuffers;
    try {
      await read(bytes);
      count.accepted += 1;
    } catch (error) {
      if (!(error instanceof CoreError || error instanceof EnsembleError)) {
        throw new Error(`case ${turn}: ${String(error)}`, { cause: error });
      }
      count.refused += 1;
    }
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
  }
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  expect(most).toBeLessThan(64 * 2 ** 20 + 4 * original.length);
  expect(count.refused).toBeGreaterThan(cases / 10);
  console.log(`${kind}, ${original.length} bytes:`, count);
});
