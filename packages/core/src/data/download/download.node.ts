import { constants } from 'node:fs';
import { access, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '../../errors.ts';
import { reasonOf } from '../../reason.ts';
import { dataDirectories } from '../directories.node.ts';
import type { DataOptions } from '../find.node.ts';
import { sourceOf } from '../registry.node.ts';
import type { DatasetDownload, DatasetFile, DatasetSource } from '../source.ts';
import { presentForm, verifyFile } from '../verify.node.ts';
import { fetchFile } from './fetchFile.node.ts';
import type { TransferOptions } from './transfer.node.ts';

/** Where a download goes, and who hears of it. */
export interface DownloadOptions extends DataOptions, TransferOptions {
  /** Addresses of folders to fetch the files from, instead of the data set's own. */
  readonly mirrors?: readonly string[];
}

/** What a download has left. */
export interface Downloaded {
  /** The data set's folder; null if it needs no files. */
  readonly folder: string | null;
  /** The files that were fetched; none if all were there, whole and right. */
  readonly files: readonly string[];
}

/**
 * Fetches what is missing or wrong of a data set into the first of the folders of datasets.
 *
 * @throws {CoreError} `unknown-dataset`; `download-failed`, with each mirror and why it failed; `write-failed`. The
 * signal's reason, if it was aborted; the next call goes on from there.
 * @example
 * await downloadDataset('mnist', { onProgress: ({ file, received, total }) => console.log(file, received / total) });
 */
export async function downloadDataset(name: string, options: DownloadOptions = {}): Promise<Downloaded> {
  const source = sourceOf(name);
  if (source.downloads.length === 0) return { folder: null, files: [] };
  return downloadSource(source, options);
}

export async function downloadSource(source: DatasetSource, options: DownloadOptions): Promise<Downloaded> {
  const folder = join(dataDirectories(options.dataDir)[0], source.name);
  await makeFolder(folder);
  const files: string[] = [];
  for (const download of source.downloads) {
    options.signal?.throwIfAborted();
    if (await isThere(download, source, folder)) continue;
    await fetchAndUnpack(download, folder, options.mirrors ?? source.mirrors, options);
    files.push(download.file.name);
  }
  return { folder, files };
}

/** Whether what loading would read for each part that the download is a form of is whole and right. */
async function isThere(download: DatasetDownload, source: DatasetSource, folder: string): Promise<boolean> {
  const parts = source.parts.filter((part) => part.includes(download.file));
  const forms = new Set(await Promise.all(parts.map((part) => presentForm(part, folder))));
  for (const file of forms) if (!file || !(await isGood(file, folder))) return false;
  return true;
}

async function isGood(file: DatasetFile, folder: string): Promise<boolean> {
  return (await verifyFile(file, folder)).status === 'ok';
}

async function fetchAndUnpack(
  { file, unpack }: DatasetDownload,
  folder: string,
  mirrors: readonly string[],
  options: TransferOptions,
): Promise<void> {
  // An archive may be there and only what it held be damaged.
  const isPresent = await isGood(file, folder);
  const path = isPresent ? join(folder, file.name) : await fetchFile(file, folder, mirrors, options);
  if (!unpack) return;
  await unpack(path, folder);
  if (!isPresent) await rm(path);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (cause) {
    throw new CoreError(
      'write-failed',
      `cannot write to ${folder}: ${reasonOf(cause)}. Name another folder with --data-dir or CONVOY_DATA`,
      { cause },
    );
  }
}
