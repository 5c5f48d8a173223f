// What the registry knows of a data set: its files, where they are to be had, and how they are read. A new data set is
// one file that exports a DatasetSource, and one line in the list of `registry.node.ts`.

import type { DatasetFacts, Split } from './dataset.ts';

/** A file of the original distribution. */
export interface DatasetFile {
  /** Within the data set's folder, with `/`. */
  readonly name: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** One thing that a data set needs, in each form that it may have on disk, the preferred form first. */
export type DatasetPart = readonly DatasetFile[];

/** A file to download for a dataset, and how it becomes the files that are read. */
export interface DatasetDownload {
  /** Also one of the forms of a part, or of several: it is fetched if one of those is not there. */
  readonly file: DatasetFile;
  /** Turns the downloaded file at `path` into the preferred files of `folder`; it is then removed. */
  readonly unpack?: (path: string, folder: string) => Promise<void>;
}

export interface DatasetSource extends DatasetFacts {
  /** Empty for a data set that needs no files. */
  readonly parts: readonly DatasetPart[];
  readonly downloads: readonly DatasetDownload[];
  /** Addresses that a file's name is put behind, the first to try first. */
  readonly mirrors: readonly string[];
  /** The `sha256` that the data set must have once it is read; null if it has no one true content. */
  readonly sha256: string | null;
  /** Reads the data set from the file found for each part, in the order of `parts`. */
  readonly read: (paths: readonly string[]) => Promise<{ readonly train: Split; readonly test: Split }>;
}
