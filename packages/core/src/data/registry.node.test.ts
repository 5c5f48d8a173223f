import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { factsByName } from './facts.ts';
import { datasetNames, defineDataset, findDataset, loadDataset, verifyDataset } from './registry.node.ts';

const mnistNames = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const;

/** One black image, or its label, as idx: MNIST in form, not in content. */
function tinyIdx(name: string): Uint8Array {
  return name.includes('images')
    ? Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 28, 0, 0, 0, 28, ...new Uint8Array(784))
    : Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 5);
}

describe('the data sets', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'convoy-data-'));
    vi.stubEnv('CONVOY_DATA', join(folder, 'from-environment'));
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  async function putMnist(directory: string, pack = (bytes: Uint8Array) => bytes): Promise<void> {
    await mkdir(join(directory, 'mnist'), { recursive: true });
    for (const name of mnistNames) await writeFile(join(directory, 'mnist', name), pack(tinyIdx(name)));
  }

  it('are listed, with what is known of each without reading it', async () => {
    expect(datasetNames).toEqual(['mnist', 'cifar10', 'glyphs']);
    expect(factsByName.get('cifar10')).toMatchObject({
      imageShape: [32, 32, 3],
      classNames: expect.arrayContaining(['frog']),
    });
    const { imageShape, classNames, train } = await loadDataset('glyphs');
    expect(factsByName.get('glyphs')).toMatchObject({ imageShape, classNames });
    expect(train.images).toHaveLength(train.count * 28 * 28);
  });

  it('include one that needs no files', async () => {
    const dataset = await loadDataset('glyphs');
    expect(dataset.train.count).toBe(12_000);
    expect(await findDataset('glyphs')).toEqual({ folder: null, paths: [] });
    expect(await verifyDataset('glyphs')).toMatchObject({ ok: true, folder: null });
  });

  it('that do not exist are refused, with the nearest that does', async () => {
    const failure = loadDataset('minst');
    await expect(failure).rejects.toThrow('Did you mean mnist? There are: mnist, cifar10, glyphs');
    await expect(failure).rejects.toMatchObject({ name: 'CoreError', code: 'unknown-dataset' });
  });

  it('that are nowhere are refused, with every folder looked in and what to do', async () => {
    await mkdir(join(folder, 'named', 'mnist'), { recursive: true });
    await writeFile(join(folder, 'named', 'mnist', 'train-images-idx3-ubyte.gz'), '');
    const options = { dataDir: join(folder, 'named') };
    expect(await findDataset('mnist', options)).toBeNull();
    const error = await loadDataset('mnist', options).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'dataset-not-found' });
    const message = String(error);
    expect(message).toContain(
      `${join(folder, 'named', 'mnist')}: missing train-labels-idx1-ubyte.gz, t10k-images-idx3-ubyte.gz, t10k-labels-idx1-ubyte.gz`,
    );
    expect(message).toContain(`${join(folder, 'from-environment', 'mnist')}: nothing of it`);
    expect(message).toContain('convoy data download mnist');
  });

  it('are found in the first folder that has all of them', async () => {
    await putMnist(join(folder, 'from-environment'));
    expect((await findDataset('mnist'))?.folder).toBe(join(folder, 'from-environment', 'mnist'));
    await putMnist(join(folder, 'named'));
    const found = await findDataset('mnist', { dataDir: join(folder, 'named') });
    expect(found?.paths).toEqual(mnistNames.map((name) => join(folder, 'named', 'mnist', name)));
  });

  it('that have the right form and another content are refused', async () => {
    const directory = join(folder, 'named');
    await putMnist(directory, (bytes) => gzipSync(bytes));
    const failure = loadDataset('mnist', { dataDir: directory });
    await expect(failure).rejects.toThrow('do not hold the original');
    await expect(failure).rejects.toMatchObject({ code: 'invalid-data' });
  });

  it('that are damaged are refused with the name of the file', async () => {
    const directory = join(folder, 'named');
    await putMnist(directory, (bytes) => gzipSync(bytes).subarray(0, -9));
    await expect(loadDataset('mnist', { dataDir: directory })).rejects.toThrow(
      /ubyte: damaged gzip: unexpected end of file/,
    );
    await putMnist(directory, (bytes) => bytes.subarray(0, -1));
    await expect(loadDataset('mnist', { dataDir: directory })).rejects.toThrow(/truncated/);
  });

  it('are verified file by file', async () => {
    await putMnist(join(folder, 'from-environment'));
    await rm(join(folder, 'from-environment', 'mnist', 't10k-labels-idx1-ubyte'));
    const right = new Uint8Array(60_008);
    await writeFile(join(folder, 'from-environment', 'mnist', 'train-labels-idx1-ubyte'), right);
    const { ok, files, folder: verified } = await verifyDataset('mnist');
    expect(ok).toBe(false);
    expect(verified).toBe(join(folder, 'from-environment', 'mnist'));
    expect(files.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'train-images-idx3-ubyte wrong-size',
      'train-labels-idx1-ubyte wrong-hash',
      't10k-images-idx3-ubyte wrong-size',
      't10k-labels-idx1-ubyte.gz missing',
    ]);
  });
});

describe('a data set that was defined outside', () => {
  const pixels = (count: number, value: number) => ({
    images: new Float32Array(4 * count).fill(value),
    labels: Array.from({ length: count }, (_, row) => row % 2),
  });
  const facts = { description: 'grey squares', imageShape: [2, 2, 1], classNames: ['even', 'odd'] } as const;

  it('is loaded by its name, floats as bytes in shared memory', async () => {
    defineDataset({ ...facts, name: 'squares', read: () => ({ train: pixels(4, 1), test: pixels(2, 0.5) }) });
    const { train, test, ...dataset } = await loadDataset('squares');
    expect(dataset).toMatchObject({ name: 'squares', imageShape: [2, 2, 1], classNames: ['even', 'odd'] });
    expect([train.count, ...new Set(train.images)]).toEqual([4, 255]);
    expect([test.count, ...new Set(test.images)]).toEqual([2, 128]);
    expect(train.images.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(datasetNames).toContain('squares');
    expect(await findDataset('squares')).toEqual({ folder: null, paths: [] });
  });

  it('is refused by a name that is taken, and where its rows are wrong', async () => {
    const read = () => ({ train: pixels(4, 1), test: { ...pixels(2, 1), labels: [0, 2] } });
    expect(() => defineDataset({ ...facts, name: 'mnist', read })).toThrow(/got mnist, which is taken/);
    defineDataset({ ...facts, name: 'mistaken', read });
    await expect(loadDataset('mistaken')).rejects.toThrow(
      'data set mistaken, test: label of row 1: expected a class from 0 to 1, found 2',
    );
  });
});
