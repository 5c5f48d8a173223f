// Folders of pictures, one a class: `flowers/rose/1.jpg`, or the same within `train`, `val` and `test`.

import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '../../errors.ts';
import { decodeImage } from '../../images/decode.ts';
import { readRegularFile } from '../readFile.node.ts';
import { type Entries, entriesOf } from './entries.node.ts';
import type { FolderContent, Picture } from './picture.ts';
import { splitFoldersOf } from './splitFolders.ts';

/** Labels are bytes. */
const mostClasses = 256;
/** Of a picture's file: what does not fit in memory twice is no picture. */
const mostFileBytes = 2 ** 30;

interface Reading {
  readonly folder: string;
  readonly maxPixels: number | undefined;
  readonly seen: Map<string, string>;
}

/** @throws {CoreError} `invalid-data` if its folders are not one a class, with pictures in each */
export async function readClassFolders(
  folder: string,
  top: Entries,
  maxPixels?: number,
): Promise<FolderContent> {
  const splits = splitFoldersOf(folder, top.folders);
  const classNames = splits ? (await entriesOf(join(folder, splits.train))).folders : top.folders;
  requireClasses(folder, classNames, top);
  const reading: Reading = { folder, maxPixels, seen: new Map() };
  const train = await readSplit(reading, splits ? `${splits.train}/` : '', classNames);
  const read = async (name: string | null) =>
    name === null
      ? null
      : readSplit(reading, `${name}/`, classNames, await presentClasses(folder, name, classNames));
  const validation = await read(splits?.validation ?? null);
  const test = await read(splits?.test ?? null);
  const files = [...train, ...(validation ?? []), ...(test ?? [])].map(({ name }) => ({
    name,
    path: join(folder, name),
  }));
  return { classNames, train, validation, test, isOrdered: false, files, seen: reading.seen };
}

/** The classes that a split has pictures of. */
async function presentClasses(
  folder: string,
  split: string,
  classNames: readonly string[],
): Promise<ReadonlySet<string>> {
  const { folders } = await entriesOf(join(folder, split));
  const unknown = folders.filter((name) => !classNames.includes(name));
  if (unknown.length === 0) return new Set(folders);
  throw new CoreError(
    'invalid-data',
    `${folder}: ${split} has a class that train has not: ${unknown.join(', ')}`,
  );
}

function requireClasses(folder: string, classNames: readonly string[], { files }: Entries): void {
  const expected =
    'Expected a folder of PNG, JPEG or WebP pictures for each class, or train, val and test with such folders in each, or idx ' +
    'files such as train-images-idx3-ubyte';
  if (classNames.length >= 2 && classNames.length <= mostClasses) return;
  const found =
    classNames.length === 0
      ? files.length > 0
        ? `${files.length} files that are in no class's folder, such as ${files[0]}`
        : 'nothing'
      : classNames.length === 1
        ? `one folder, ${classNames[0]}, where a classifier needs two classes`
        : `${classNames.length} folders, more than ${mostClasses} classes`;
  throw new CoreError('invalid-data', `${folder}: found ${found}. ${expected}`);
}

/** The pictures of each class's folder and of the folders in it; `present` are the classes that have one. */
async function readSplit(
  reading: Reading,
  prefix: string,
  classNames: readonly string[],
  present: ReadonlySet<string> = new Set(classNames),
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const [label, className] of classNames.entries()) {
    if (!present.has(className)) continue;
    const own = await picturesBelow(reading, `${prefix}${className}`, label, []);
    if (own.length === 0) {
      throw new CoreError(
        'invalid-data',
        `${join(reading.folder, prefix, className)}: no pictures of this class. Put some in, or remove the folder`,
      );
    }
    pictures.push(...own);
  }
  return pictures;
}

/** @param above the real paths of the folders that this one lies in: a link back to one of them has no end */
async function picturesBelow(
  reading: Reading,
  prefix: string,
  label: number,
  above: readonly string[],
): Promise<Picture[]> {
  const path = join(reading.folder, prefix);
  const here = await realpath(path);
  if (above.includes(here)) return [unreadablePicture(prefix, label, 'a link to a folder that it lies in')];
  const { files, folders, unreadable } = await entriesOf(path);
  const pictures = files.map((name) => pictureOf(reading, `${prefix}/${name}`, label));
  for (const [name, why] of unreadable) pictures.push(unreadablePicture(`${prefix}/${name}`, label, why));
  for (const name of folders) {
    pictures.push(...(await picturesBelow(reading, `${prefix}/${name}`, label, [...above, here])));
  }
  return pictures;
}

function pictureOf({ folder, maxPixels, seen }: Reading, name: string, label: number): Picture {
  const load = async () => {
    const bytes = await readRegularFile(join(folder, name), name, mostFileBytes);
    seen.set(name, createHash('sha256').update(bytes).digest('hex'));
    return (await decodeImage(bytes, { name, maxPixels })).pixels;
  };
  return { name, label, load };
}

/** Something in a class's folder that is no file: an error where a picture is loaded, to be told of with the others. */
function unreadablePicture(name: string, label: number, why: string): Picture {
  return {
    name,
    label,
    load: () => Promise.reject(new CoreError('invalid-data', `cannot read ${name}: it is ${why}`)),
  };
}
