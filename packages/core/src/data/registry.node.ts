// Every data set by its name. A new one is one file and one line in this list.

import { CoreError } from '../errors.ts';
import { suggestion } from '../nearest.ts';
import { cifar10 } from './cifar10.node.ts';
import type { Dataset } from './dataset.ts';
import { datasetDigest } from './digest.node.ts';
import { type DataOptions, type FoundDataset, findSource, notFound } from './find.node.ts';
import { glyphsSource } from './glyphs/source.node.ts';
import { mnist } from './mnist.node.ts';
import type { DatasetSource } from './source.ts';
import { type Verification, verifySource } from './verify.node.ts';

const sources: readonly DatasetSource[] = [mnist, cifar10, glyphsSource];

/** The names that `loadDataset` takes. */
export const datasetNames: readonly string[] = sources.map(({ name }) => name);

/** Name and one line about each data set. */
export const datasetDescriptions: ReadonlyMap<string, string> = new Map(
  sources.map(({ name, description }) => [name, description]),
);

/** @throws {CoreError} `unknown-dataset`, with the names there are and the nearest of them. */
export function sourceOf(name: string): DatasetSource {
  const source = sources.find((candidate) => candidate.name === name);
  if (!source)
    throw new CoreError('unknown-dataset', `unknown data set: ${name}. ${suggestion(name, datasetNames)}`);
  return source;
}

/**
 * A data set of a known name, its pixels in shared memory, checked to be the original to the last byte.
 *
 * @throws {CoreError} `unknown-dataset`; `dataset-not-found`, with every folder looked in; `invalid-data` if a file is
 * damaged or is not the original.
 * @example
 * const dataset = await loadDataset('mnist', { dataDir: 'data' });
 */
export async function loadDataset(name: string, options: DataOptions = {}): Promise<Dataset> {
  const source = sourceOf(name);
  const found = await findSource(source, options);
  if (!found) throw await notFound(source, options);
  const content = await source.read(found.paths);
  const sha256 = datasetDigest(content);
  if (source.sha256 !== null && sha256 !== source.sha256) {
    throw new CoreError(
      'invalid-data',
      `data set ${name}: the files in ${found.folder} do not hold the original: SHA-256 of the images and labels is ` +
        `${sha256}, expected ${source.sha256}. See which file: convoy data verify ${name}`,
    );
  }
  return { ...content, sha256 };
}

/** Where a data set is, or null if no folder has all of it. */
export async function findDataset(name: string, options: DataOptions = {}): Promise<FoundDataset | null> {
  return findSource(sourceOf(name), options);
}

/** Compares size and SHA-256 of each file with the original's. */
export async function verifyDataset(name: string, options: DataOptions = {}): Promise<Verification> {
  return verifySource(sourceOf(name), options);
}
