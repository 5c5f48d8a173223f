// Ten thousand kinds of damage to an ensemble and to a checkpoint, from real runs: each file is refused with an error of
// ours, or is one that can be used; nothing hangs, crashes, or takes memory for what a file only declares.

import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CoreError, createGenerator, deriveSeed } from '@convoy/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Ensemble } from '../ensemble.node.ts';
import { EnsembleError } from '../errors.ts';
import { decodeCheckpoint } from '../member/checkpoint/decode.ts';
import { encodeCheckpoint } from '../member/checkpoint/encode.ts';
import { decodePredictions, encodePredictions } from '../member/predictions.ts';
import { mutate } from '../testing/mutate.node.ts';
import { recordEvents, smallRun } from '../testing/smallRun.ts';
import { trainEnsemble } from '../trainEnsemble.node.ts';

const MUTATIONS = 10_000;

let folder: string;
const files = new Map<string, Uint8Array>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'convoy-fuzz-'));
  const record = recordEvents();
  const stop = new AbortController();
  const training = trainEnsemble({
    ...smallRun,
    workers: 1,
    members: 2,
    epochs: 3,
    earlyStopping: { patience: 3 },
    out: folder,
    signal: stop.signal,
    onEvent(event) {
      record.onEvent(event);
      // One member is finished, the other has a checkpoint.
      if (event.event === 'epoch' && event.member === 1 && event.epoch === 2) stop.abort();
    },
  });
  await training;
  const member = join(folder, 'members', '01');
  const checkpoint = (await readdir(member)).find((name) => name.startsWith('checkpoint')) ?? '';
  files.set('ensemble', await readFile(join(folder, 'ensemble.convoy')));
  files.set('checkpoint', await readFile(join(member, checkpoint)));
  files.set('predictions', await readFile(join(folder, 'members', '00', 'predictions.convoy')));
});
afterAll(() => rm(folder, { recursive: true }));

/** Reads the bytes as whoever needs them does, and gives back what they are once written again. */
const readers: Readonly<Record<string, (bytes: Uint8Array) => Promise<Uint8Array>>> = {
  ensemble: async (bytes) => (await Ensemble.load(bytes)).encode(),
  checkpoint: async (bytes) => encodeCheckpoint(decodeCheckpoint(bytes)),
  predictions: async (bytes) => {
    const { identity, result } = decodePredictions(bytes);
    return encodePredictions(identity, result);
  },
};

/** Bytes outside and inside of the heap that were taken since; less than nothing where the collector ran. */
function memory(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

test.each(Object.keys(readers))(`%s: ${MUTATIONS} mutations`, async (kind) => {
  const original = Uint8Array.from(files.get(kind) ?? []);
  const read = readers[kind];
  if (read === undefined) throw new Error(`no reader for ${kind}`);
  expect(await read(original)).toEqual(original);

  const random = createGenerator(deriveSeed(1, 'mutations', kind));
  const count = { refused: 0, accepted: 0, unchanged: 0 };
  let mostTaken = 0;
  for (let turn = 0; turn < MUTATIONS; turn++) {
    const { bytes, isSealed, kind: damage } = mutate(original, random, turn);
    const isSame = bytes.length === original.length && bytes.every((byte, i) => byte === original[i]);
    const before = memory();
    try {
      const again = await read(bytes);
      if (isSame) count.unchanged += 1;
      // Without a checksum that fits, damage never passes.
      else if (!isSealed) throw new Error(`mutation ${turn} (${damage}) was accepted`);
      else count.accepted += 1;
      expect(again.length).toBeLessThan(2 * original.length);
    } catch (error) {
      if (!(error instanceof CoreError || error instanceof EnsembleError)) {
        throw new Error(`mutation ${turn} (${damage}): ${String(error)}`, { cause: error });
      }
      count.refused += 1;
    }
    mostTaken = Math.max(mostTaken, memory() - before);
  }
  // What reading takes in any case: copies, the packed header, a message; a declared size would be gigabytes.
  expect(mostTaken).toBeLessThan(2_000_000 + 10 * original.length);
  expect(count.refused).toBeGreaterThan(MUTATIONS / 2);
  console.log(
    `${kind}, ${original.length} bytes:`,
    count,
    `at most ${Math.round(mostTaken / 1024)} KiB taken`,
  );
});
