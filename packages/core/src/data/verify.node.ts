// Whether the files of a data set are those of the original distribution.

import { join } from 'node:path';
import { fileDigest } from './digest.node.ts';
import { dataDirectories } from './directories.node.ts';
import { type DataOptions, fileSize, findSource, searchFolder } from './find.node.ts';
import type { DatasetFile, DatasetPart, DatasetSource } from './source.ts';

/** What the comparison of a file with the original gave. */
export type FileStatus = 'ok' | 'missing' | 'wrong-size' | 'wrong-hash';

/** One file beside the original. */
export interface VerifiedFile {
  /** Within the data set's folder. */
  readonly name: string;
  readonly status: FileStatus;
  readonly bytes: { readonly expected: number; readonly found: number | null };
  /** `found` is null if the file is missing or of another size. */
  readonly sha256: { readonly expected: string; readonly found: string | null };
}

/** What the comparison of a data set with the original gave. */
export interface Verification {
  readonly name: string;
  /** The folder that was looked at; null if the data set needs no files. */
  readonly folder: string | null;
  readonly ok: boolean;
  readonly files: readonly VerifiedFile[];
}

/** Looks at the folder that loading would read, else at the first that has something of it, else at the first of all. */
export async function verifySource(source: DatasetSource, options: DataOptions): Promise<Verification> {
  if (source.parts.length === 0) return { name: source.name, folder: null, ok: true, files: [] };
  const folder = (await findSource(source, options))?.folder ?? (await likeliestFolder(source, options));
  return verifyFolder(source, folder);
}

export async function verifyFolder(source: DatasetSource, folder: string): Promise<Verification> {
  const verified = new Map<string, VerifiedFile>();
  for (const part of source.parts) {
    const file = await presentForm(part, folder);
    if (file && !verified.has(file.name)) verified.set(file.name, await verifyFile(file, folder));
  }
  const files = [...verified.values()];
  return { name: source.name, folder, ok: files.every(({ status }) => status === 'ok'), files };
}

export async function verifyFile(file: DatasetFile, folder: string): Promise<VerifiedFile> {
  const path = join(folder, file.name);
  const size = await fileSize(path);
  const hash = size === file.bytes ? await fileDigest(path) : null;
  return {
    name: file.name,
    status: statusOf(file, size, hash),
    bytes: { expected: file.bytes, found: size },
    sha256: { expected: file.sha256, found: hash },
  };
}

function statusOf(file: DatasetFile, size: number | null, hash: string | null): FileStatus {
  if (size === null) return 'missing';
  if (size !== file.bytes) return 'wrong-size';
  return hash === file.sha256 ? 'ok' : 'wrong-hash';
}

/** The form of a part that loading would read, or the preferred one if there is none. */
export async function presentForm(part: DatasetPart, folder: string): Promise<DatasetFile | undefined> {
  for (const file of part) if ((await fileSize(join(folder, file.name))) !== null) return file;
  return part[0];
}

async function likeliestFolder(source: DatasetSource, options: DataOptions): Promise<string> {
  const [first, ...rest] = dataDirectories(options.dataDir).map((directory) => join(directory, source.name));
  for (const folder of [first, ...rest]) {
    if (folder !== undefined && (await searchFolder(source, folder)).paths.length > 0) return folder;
  }
  return first ?? source.name;
}
