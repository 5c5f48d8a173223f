// Where a data set's files are.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '../errors.ts';
import { dataDirectories } from './directories.node.ts';
import type { DatasetSource } from './source.ts';

/** Where data sets are looked for. */
export interface DataOptions {
  /** A folder of data sets, looked in before `CONVOY_DATA` and the user's cache. */
  readonly dataDir?: string;
}

/** Where a data set lies. */
export interface FoundDataset {
  /** The data set's own folder; null if it needs no files. */
  readonly folder: string | null;
  /** The file found for each part of the source, in order. */
  readonly paths: readonly string[];
}

interface SearchedFolder {
  readonly folder: string;
  readonly paths: readonly string[];
  /** The preferred name of each part of which there is no form. */
  readonly missing: readonly string[];
}

/** The first folder that has every part of the data set, or null. */
export async function findSource(source: DatasetSource, options: DataOptions): Promise<FoundDataset | null> {
  if (source.parts.length === 0) return { folder: null, paths: [] };
  for (const directory of dataDirectories(options.dataDir)) {
    const { folder, paths, missing } = await searchFolder(source, join(directory, source.name));
    if (missing.length === 0) return { folder, paths };
  }
  return null;
}

/** Which file of a folder to take for each part. */
export async function searchFolder(source: DatasetSource, folder: string): Promise<SearchedFolder> {
  const paths: string[] = [];
  const missing: string[] = [];
  for (const part of source.parts) {
    const path = await firstFile(part.map((file) => join(folder, file.name)));
    if (path === null) missing.push(part[0]?.name ?? '');
    else paths.push(path);
  }
  return { folder, paths, missing };
}

/** What to tell when a data set is nowhere: each folder looked in, what is missing there, and what to do. */
export async function notFound(source: DatasetSource, options: DataOptions): Promise<CoreError> {
  const lines: string[] = [];
  for (const directory of dataDirectories(options.dataDir)) {
    const { folder, paths, missing } = await searchFolder(source, join(directory, source.name));
    lines.push(`  ${folder}: ${paths.length === 0 ? 'nothing of it' : `missing ${missing.join(', ')}`}`);
  }
  return new CoreError(
    'dataset-not-found',
    `data set ${source.name} was not found. Looked in:\n${lines.join('\n')}\n` +
      `Get it with: convoy data download ${source.name}, or name its parent folder with --data-dir or CONVOY_DATA`,
  );
}

async function firstFile(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if ((await fileSize(path)) !== null) return path;
  return null;
}

/** A file's size in bytes, or null if there is no such file. */
export async function fileSize(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
