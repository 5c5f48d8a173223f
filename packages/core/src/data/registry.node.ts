// Every data set by its name. A new one is one file and one line in this list.

import { CoreError } from '../errors.ts';
import { createRegistry } from '../registry.ts';
import { cifar10 } from './cifar10.node.ts';
import { createSplit } from './createDataset.ts';
import type { Dataset, DatasetFacts, DatasetKind } from './dataset.ts';
import { datasetDigest } from './digest.node.ts';
import { type BuiltInDataset, factsByName } from './facts.ts';
import { type DataOptions, type FoundDataset, findSource, notFound } from './find.node.ts';
import { glyphsSource } from './glyphs/source.node.ts';
import { mnist } from './mnist.node.ts';
import type { Rows } from './rows.ts';
import type { DatasetSource } from './source.ts';
import { type Verification, verifySource } from './verify.node.ts';

const builtIn = { mnist, cifar10, glyphs: glyphsSource } satisfies Record<BuiltInDataset, DatasetSource>;

/** The name of a dataset: of one that comes with Convoy, or that `defineDataset` registered. */
export type DatasetName = BuiltInDataset | (string & {});

const sources = createRegistry<DatasetSource>('data set', 'unknown-dataset', Object.entries(builtIn));

/** The names that `loadDataset` takes. */
export const datasetNames: readonly string[] = sources.names;

/** @throws {CoreError} `unknown-dataset`, with the names there are and the nearest of them. */
export function sourceOf(name: string): DatasetSource {
  return sources.get(name);
}

/** What `defineDataset` registers. What is left out is that of a dataset that needs no files. */
export type DatasetDefinition = Omit<DatasetFacts, 'kind'> & {
  /** @default 'pictures' */
  readonly kind?: DatasetKind;
  /**
   * Reads the dataset: bytes as they are, floats from 0 to 1, as `createDataset` takes them.
   * @param paths The file found for each part, in the order of `parts`.
   */
  readonly read: (
    paths: readonly string[],
  ) => Promise<{ readonly train: Rows; readonly test: Rows }> | { readonly train: Rows; readonly test: Rows };
} & Partial<Pick<DatasetSource, 'parts' | 'downloads' | 'mirrors' | 'sha256'>>;

/**
 * Registers a dataset: `loadDataset` and `--dataset` then take its name, in every process that imports the module which
 * defines it.
 * @throws {CoreError} `invalid-argument` if the name is taken.
 * @example
 * defineDataset({
 *   name: 'stripes', description: 'stripes: upright or level, 8×8 grey', imageShape: [8, 8, 1],
 *   classNames: ['upright', 'level'],
 *   read: () => ({ train: draw(2000, 1), test: draw(500, 2) }),
 * });
 * const dataset = await loadDataset('stripes');
 */
export function defineDataset(definition: DatasetDefinition): void {
  const { name, description, imageShape, classNames, kind = 'pictures', read } = definition;
  sources.add(name, {
    parts: [],
    downloads: [],
    mirrors: [],
    sha256: null,
    ...definition,
    kind,
    async read(paths) {
      const { train, test } = await read(paths);
      return {
        train: createSplit(train, imageShape, classNames.length, `data set ${name}, train`),
        test: createSplit(test, imageShape, classNames.length, `data set ${name}, test`),
      };
    },
  });
  factsByName.add(name, { name, description, imageShape, classNames, kind });
}

/**
 * A data set of a known name, its pixels in shared memory, checked to be the original to the last byte.
 *
 * @throws {CoreError} `unknown-dataset`; `dataset-not-found`, with every folder looked in; `invalid-data` if a file is
 * damaged or is not the original.
 * @example
 * const dataset = await loadDataset('mnist', { dataDir: 'data' });
 */
export async function loadDataset(name: DatasetName, options: DataOptions = {}): Promise<Dataset> {
  const source = sourceOf(name);
  const found = await findSource(source, options);
  if (!found) throw await notFound(source, options);
  const { train, test } = await source.read(found.paths);
  const sha256 = datasetDigest({ train, test });
  if (source.sha256 !== null && sha256 !== source.sha256) {
    throw new CoreError(
      'invalid-data',
      `data set ${name}: the files in ${found.folder} do not hold the original: SHA-256 of the images and labels is ` +
        `${sha256}, expected ${source.sha256}. See which file: convoy data verify ${name}`,
    );
  }
  const { imageShape, classNames } = source;
  return { name, imageShape, classNames, train, test, sha256 };
}

/** Where a data set is, or null if no folder has all of it. */
export async function findDataset(
  name: DatasetName,
  options: DataOptions = {},
): Promise<FoundDataset | null> {
  return findSource(sourceOf(name), options);
}

/** Compares size and SHA-256 of each file with the original's. */
export async function verifyDataset(name: DatasetName, options: DataOptions = {}): Promise<Verification> {
  return verifySource(sourceOf(name), options);
}
