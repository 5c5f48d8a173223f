import type { Pixels } from '../../images/pixels.ts';

/** One picture of a folder, before it is a row of a data set. */
export interface Picture {
  /** Within the folder, with `/`; for errors. */
  readonly name: string;
  readonly label: number;
  /** @throws {CoreError} `invalid-data` or `read-failed`, naming the file */
  readonly load: () => Promise<Pixels>;
}

/** What a folder holds, before anything of it is decoded. */
export interface FolderContent {
  readonly classNames: readonly string[];
  readonly train: readonly Picture[];
  /** Null where the folder has no validation pictures of its own. */
  readonly validation: readonly Picture[] | null;
  /** Null where the folder has no test pictures of its own. */
  readonly test: readonly Picture[] | null;
  /** Whether the training rows are taken in the order that they lie in, as idx files are. */
  readonly isOrdered: boolean;
  /** Every file that the pictures come from: within the folder with `/`, and where it lies. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
  /** SHA-256 of each file's bytes as they were when its pictures were taken from it, by name; filled as they are loaded. */
  readonly seen: ReadonlyMap<string, string>;
}
