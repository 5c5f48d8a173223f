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
}

/** Where the rows of a folder are kept. Reads every file of it, which takes a small part of decoding them. */
export async function cachePath(
  { files, classNames }: FolderContent,
  settings: FolderSettings,
  directory: string = join(cacheDirectory(), 'pictures'),
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([kind, version, settings, classNames]));
  for (let from = 0; from < files.length; from += filesAtOnce) {
    const digests = await Promise.all(
      files.slice(from, from + filesAtOnce).map(({ path }) => digestOf(path)),
    );
    for (const [at, digest] of digests.entries())
      hash.update(JSON.stringify([files[from + at]?.name, digest]));
  }
  return join(directory, `${hash.digest('hex').slice(0, 32)}.convoy`);
}

async function digestOf(path: string): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new CoreError('read-failed', `cannot read ${path}: ${reasonOf(cause)}`, { cause });
  });
  return createHash('sha256').update(bytes).digest('hex');
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
    return { imageShape, train: split('train'), test: split('test') };
  } catch {
    return null; // Not there, cut short, or of another version: decoded anew and written over.
  }
}

/** @returns why it could not be kept, or null */
export async function writeCached(
  path: string,
  { imageShape, train, test }: DecodedFolder,
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
      encodeContainer({ kind, version, header: { imageShape: [...imageShape] }, tensors }),
    );
    return null;
  } catch (error) {
    return error instanceof CoreError ? error.message : reasonOf(error);
  }
}
