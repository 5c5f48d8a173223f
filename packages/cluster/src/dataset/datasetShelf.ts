// The datasets of a worker: found by their SHA-256 in the folders of datasets, in this machine's cache, or in the store.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '@convoy/core';
import { cacheDirectory, readRegularFile, writeFileAtomically } from '@convoy/core/internal/node';
import { datasetNames, findDataset, loadDataset } from '@convoy/core/node';
import type { DatasetRows, RunStore } from '@convoy/ensemble';
import { ClusterError, messageOf } from '../errors.ts';
import { datasetKey, decodeDataset } from './datasetFile.ts';
import { underLock } from './fileLock.ts';

/** Where a worker looks for datasets. */
export interface ShelfOptions {
  /** The root of the store. */
  readonly root: RunStore;
  /** A folder of datasets. @default those that every command looks in */
  readonly dataDir?: string;
  /** @default the user's cache */
  readonly cache?: string;
  /** Receives what a user should know. */
  readonly warn: (message: string) => void;
}

export interface DatasetShelf {
  /**
   * The rows of a dataset.
   * @param name the name that it had where the run began
   * @throws {ClusterError} `no-dataset`, with every place looked in
   */
  rows(sha256: string, name: string): Promise<DatasetRows>;
}

/** Datasets that stay in memory: a worker rarely has members of more than one at a time. */
const KEPT = 2;
const MOST_BYTES = 2 ** 33;

export function createShelf({ root, dataDir, cache, warn }: ShelfOptions): DatasetShelf {
  const folder = cache ?? join(cacheDirectory(), 'datasets');
  const loaded = new Map<string, Promise<DatasetRows>>();

  async function find(sha256: string, name: string): Promise<DatasetRows> {
    const here = await inFolders(sha256, name);
    if (here !== null) return here;
    const path = join(folder, `${sha256}.convoy`);
    const cached = await inCache(path, sha256);
    if (cached !== null) return cached;
    await mkdir(folder, { recursive: true });
    return underLock(`${path}.lock`, async () => (await inCache(path, sha256)) ?? fetch(path, sha256, name));
  }

  /** Null if there is no dataset of that name, or another one. */
  async function inFolders(sha256: string, name: string): Promise<DatasetRows | null> {
    if (!datasetNames.includes(name)) return null;
    try {
      const dataset = await loadDataset(name, dataDir === undefined ? {} : { dataDir });
      if (dataset.sha256 === sha256) return dataset;
      // One that needs no files is drawn with other options than the run's: nothing is wrong with it.
      const found = await findDataset(name, dataDir === undefined ? {} : { dataDir });
      if (found?.folder) {
        warn(
          `dataset ${name}: expected SHA-256 ${sha256}, got ${dataset.sha256} in ${found.folder}; looking in the store`,
        );
      }
    } catch (error) {
      const isMissing = error instanceof CoreError && error.code === 'dataset-not-found';
      if (!isMissing) warn(`dataset ${name}: ${messageOf(error)}; looking in the store`);
    }
    return null;
  }

  /** Null if it is not there, or damaged: it is then fetched, and written over. */
  async function inCache(path: string, sha256: string): Promise<DatasetRows | null> {
    const bytes = await readRegularFile(path, path, MOST_BYTES).catch(() => null);
    if (bytes === null) return null;
    try {
      return decodeDataset(bytes, sha256, path);
    } catch (error) {
      warn(`${messageOf(error)}; fetching it again`);
      return null;
    }
  }

  async function fetch(path: string, sha256: string, name: string): Promise<DatasetRows> {
    const key = datasetKey(sha256);
    const bytes = await root.read(key);
    if (bytes === null) {
      throw new ClusterError(
        'no-dataset',
        `dataset ${name}: expected the one with SHA-256 ${sha256}, found it neither in the folders of datasets of this ` +
          `machine nor as ${root.name}/${key}. Put it there, or start the worker with the folder that has it (dataDir)`,
      );
    }
    const rows = decodeDataset(bytes, sha256, `${root.name}/${key}`);
    await writeFileAtomically(path, bytes).catch((error: unknown) => {
      warn(
        `dataset ${name} cannot be kept in ${path}: ${messageOf(error)}; it is fetched again the next time`,
      );
    });
    return rows;
  }

  return {
    rows(sha256, name) {
      const known = loaded.get(sha256);
      if (known) return known;
      const rows = find(sha256, name);
      loaded.set(sha256, rows);
      // What was not found may be there the next time.
      rows.catch(() => loaded.delete(sha256));
      for (const old of [...loaded.keys()].slice(0, -KEPT)) loaded.delete(old);
      return rows;
    },
  };
}
