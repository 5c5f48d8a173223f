import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../format/atomicWrite.node.ts';
import { cifar10Facts, parseCifar10Batches } from './cifar10.ts';
import { readDataFile } from './readFile.node.ts';
import type { DatasetFile, DatasetSource } from './source.ts';
import { readTarGz } from './tarGz.node.ts';

const archive: DatasetFile = {
  name: 'cifar-10-binary.tar.gz',
  bytes: 170_052_171,
  sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
};

const batches: readonly DatasetFile[] = [
  ['data_batch_1.bin', 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5'] as const,
  ['data_batch_2.bin', 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed'] as const,
  ['data_batch_3.bin', 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67'] as const,
  ['data_batch_4.bin', '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48'] as const,
  ['data_batch_5.bin', '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add'] as const,
  ['test_batch.bin', '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b'] as const,
].map(([name, sha256]) => ({ name, bytes: 30_730_000, sha256 }));

export const cifar10 = {
  ...cifar10Facts,
  // The batches, the same in the folder that the archive unpacks to, or the archive itself.
  parts: batches.map((file) => [file, { ...file, name: `cifar-10-batches-bin/${file.name}` }, archive]),
  downloads: [{ file: archive, unpack }],
  mirrors: ['https://www.cs.toronto.edu/~kriz/'],
  sha256: '80387ddb9a0edf3fc4a964ee3770296169bb26a651050df20035579673099660',
  read: async (paths) => {
    const files = await readBatches(paths);
    return {
      train: parseCifar10Batches(files.slice(0, -1)),
      test: parseCifar10Batches(files.slice(-1)),
    };
  },
} satisfies DatasetSource;

/** Each batch's bytes, from its own file or from the archive, which is then read once. */
async function readBatches(paths: readonly string[]) {
  const archivePath = paths.find((path) => path.endsWith('.tar.gz'));
  const packed = archivePath === undefined ? undefined : await readTarGz(archivePath, batches);
  return Promise.all(
    batches.map(async ({ name }, i) => {
      const where = paths[i] ?? name;
      const bytes = where === archivePath ? packed?.get(name) : await readDataFile(where);
      return { bytes: bytes ?? new Uint8Array(), where };
    }),
  );
}

async function unpack(path: string, folder: string): Promise<void> {
  const files = await readTarGz(path, batches);
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of files) await writeFileAtomically(join(folder, name), bytes);
}
