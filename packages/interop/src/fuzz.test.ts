// Damage of every kind to files of every format: each is refused with an error of ours, or gives networks that can be
// used; nothing hangs, crashes, or takes memory for what a file only declares. 1,000 mutations per format; with
// CONVOY_SOAK, as in `pnpm test:soak`, 10,000.

import { CoreError, createGenerator, Dense, deriveSeed, Flatten, structureOf } from '@convoy/core';
import { beforeAll, expect, test } from 'vitest';
import { InteropError } from './errors.ts';
import type { Imported } from './import/imported.ts';
import { exportKeras } from './keras/export.ts';
import { importKeras } from './keras/import.ts';
import { exportOnnx } from './onnx/export.ts';
import { importOnnx } from './onnx/import.ts';
import { exportSafetensors } from './safetensors/export.ts';
import { importSafetensors } from './safetensors/import.ts';
import { ensembleOf } from './testing/ensembles.ts';
import { mutate } from './testing/mutate.ts';
import { randomNetwork } from './testing/randomNetwork.ts';

const mutations = process.env.CONVOY_SOAK ? 10_000 : 1_000;

const random = createGenerator(deriveSeed(7, 'fuzz'));
const network = randomNetwork(random, { without: ['L2Pooling2D'] });
const ensemble = ensembleOf([
  network,
  { ...network, layers: [Flatten(), Dense({ units: 5, activation: 'softmax' })] },
]);

const formats: Readonly<
  Record<
    string,
    {
      write: () => Uint8Array | Promise<Uint8Array>;
      read: (bytes: Uint8Array) => Imported | Promise<Imported>;
    }
  >
> = {
  onnx: { write: () => exportOnnx(ensemble), read: (bytes) => importOnnx(bytes) },
  safetensors: { write: () => exportSafetensors(ensemble), read: (bytes) => importSafetensors(bytes) },
  keras: { write: () => exportKeras(ensemble), read: (bytes) => importKeras(bytes) },
};

beforeAll(async () => {
  // The HDF5 library takes memory of its own when it is loaded.
  await importKeras(await exportKeras(ensemble));
});

function memory(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}

test.each(Object.entries(formats))(
  `%s: ${mutations} mutations`,
  async (_, { write, read }) => {
    const original = await write();
    let refused = 0;
    let mostTaken = 0;
    for (let turn = 0; turn < mutations; turn++) {
      const { bytes, kind } = mutate(original, random, turn);
      const before = memory();
      try {
        const { networks } = await read(bytes);
        for (const { model, weights } of networks) {
          expect(structureOf(model).weights.map(({ name }) => name)).toEqual([...weights.keys()]);
        }
      } catch (error) {
        if (!(error instanceof CoreError || error instanceof InteropError)) {
          throw new Error(`mutation ${turn} (${kind}): ${String(error)}`, { cause: error });
        }
        refused += 1;
      }
      mostTaken = Math.max(mostTaken, memory() - before);
    }
    // Copies, a parsed header, a message; a declared size would be gigabytes.
    expect(mostTaken).toBeLessThan(50_000_000);
    // Damage to the numbers themselves shows in none of these formats.
    expect(refused).toBeGreaterThan(mutations / 4);
  },
  600_000,
);
