// Decoded pictures, kept for the next time. The key is a hash of every file's name and bytes and of what is made of them:
// a folder that changed in any way is another one. What is damaged or cannot be written is decoded anew: the cache saves
// time and decides nothing.

import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CoreError } from '../../errors.ts';
import { writeFileAtomically } from '../../format/atomicWrite.node.ts';
import { decodeContainer } from '../../format/decode.ts';
import { encodeContainer } from '../../format/encode.ts';
import type { StoredTensor } from '../../format/tensor.ts';
import { reasonOf } from '../../reason.ts';
import type { ImageShape, Split } from '../dataset.ts';
import { cacheDirectory } from '../directories.node.ts';
import { readRegularFile } from '../readFile.node.ts';
import { emptySplit } from '../split.ts';
import type { FolderSettings } from './options.ts';
import type { FolderContent } from './picture.ts';

/** Changed whenever the same files would give other rows. */
const version = 2;
const kind = 'image-folder';
const filesAtOnce = 16;

export interface DecodedFolder {
  readonly imageShape: ImageShape;
  readonly train: Split;
  readonly test: Split;
  /** Of the last training rows; null where the folder does not say. */
  readonly validationCount: number | null;
  /** Why files were left out, a line each. */
  readonly skipped: readonly string[];
}

/** Where the rows of a folder are kept, and what its files were when that was asked. */
export interface CachePlace {
  readonly path: string;
  /** SHA-256 by name; null for a file that cannot be read. */
  readonly digests: ReadonlyMap<string, string | null>;
}

/** Reads every file of the folder, which takes a small part of decoding them. */
export async function cachePath(
  { files, classNames }: FolderContent,
  settings: FolderSettings,
  directory: string = join(cacheDirectory(), 'pictures'),
): Promise<CachePlace> {
  const known = new Map<string, string | null>();
  const hash = createHash('sha256').update(JSON.stringify([kind, version, settings, classNames]));
  for (let from = 0; from < files.length; from += filesAtOnce) {
    const digests = await Promise.all(
      files
        .slice(from, from + filesAtOnce)
        .map(async ({ name, path }) => [name, await digestOf(path)] as const),
    );
    for (const [name, digest] of digests) {
      known.set(name, digest);
      hash.update(JSON.stringify([name, digest]));
    }
  }
  return { path: join(directory, `${hash.digest('hex').slice(0, 32)}.convoy`), digests: known };
}

/** The first file whose bytes were others when its pictures were decoded; undefined if there is none. */
export function changedFile({ seen }: FolderContent, { digests }: CachePlace): string | undefined {
  for (const [name, digest] of digests) {
    if (digest !== (seen.get(name) ?? null)) return name;
  }
  return undefined;
}

/** Null if it cannot be read: where its picture is loaded, that is told or skipped. */
async function digestOf(path: string): Promise<string | null> {
  const bytes = await readRegularFile(path).catch(() => null);
  return bytes && createHash('sha256').update(bytes).digest('hex');
}

/** What was kept there; null if nothing was, or it is damaged. */
export async function readCached(path: string): Promise<DecodedFolder | null> {
  try {
    const { header, tensors } = decodeContainer(await readFile(path), { kind, version });
    const [height, width, channels] = header.imageShape as [number, number, number];
    const imageShape: ImageShape = [height, width, channels];
    const split = (name: string): Split => {
      const [images, labels] = [tensors.get(`${name}/images`)?.data, tensors.get(`${name}/labels`)?.data];
      if (!(images instanceof Uint8Array && labels instanceof Uint8Array)) throw new Error('not rows');
      const shared = emptySplit(labels.length, imageShape);
      shared.images.set(images);
      shared.labels.set(labels);
      return shared;
    };
    const { validationCount, skipped } = header;
    if (!Array.isArray(skipped)) throw new Error('not rows');
    return {
      imageShape,
      train: split('train'),
      test: split('test'),
      validationCount: typeof validationCount === 'number' ? validationCount : null,
      skipped: skipped.map(String),
    };
  } catch {
    return null; // Not there, cut short, or of another version: decoded anew and written over.
  }
}

/** @returns why it could not be kept, or null */
export async function writeCached(
  path: string,
  { imageShape, train, test, validationCount, skipped }: DecodedFolder,
): Promise<string | null> {
  const tensors = new Map<string, StoredTensor>();
  for (const [name, { images, labels, count }] of Object.entries({ train, test })) {
    tensors.set(`${name}/images`, { shape: [count, ...imageShape], data: images });
    tensors.set(`${name}/labels`, { shape: [count], data: labels });
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomically(
      path,
      encodeContainer({
        kind,
        version,
        header: { imageShape: [...imageShape], validationCount, skipped: [...skipped] },
        tensors,
      }),
    );
    return null;
  } catch (error) {
    return error instanceof CoreError ? error.message : reasonOf(error);
  }
}
