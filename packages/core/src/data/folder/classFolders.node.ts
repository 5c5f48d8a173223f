// Folders of pictures, one a class: `flowers/rose/1.jpg`, or `flowers/train/rose/1.jpg` and `flowers/test/rose/2.jpg`.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CoreError } from '../../errors.ts';
import { decodeImage } from '../../images/decode.ts';
import { reasonOf } from '../../reason.ts';
import { type Entries, entriesOf } from './entries.node.ts';
import type { FolderContent, Picture } from './picture.ts';

/** Labels are bytes. */
const mostClasses = 256;

/** @throws {CoreError} `invalid-data` if its folders are not one a class, with pictures in each */
export async function readClassFolders(folder: string, top: Entries): Promise<FolderContent> {
  const isSplit = top.folders.includes('train') && top.folders.includes('test');
  const others = top.folders.filter((name) => name !== 'train' && name !== 'test');
  if (isSplit && others.length > 0) {
    throw new CoreError(
      'invalid-data',
      `${folder}: beside train and test there is ${others.join(', ')}. Only train and test are read: move the others away`,
    );
  }
  const classNames = isSplit ? (await entriesOf(join(folder, 'train'))).folders : top.folders;
  requireClasses(folder, classNames, top);
  const train = await readSplit(folder, isSplit ? 'train/' : '', classNames);
  if (!isSplit) return { classNames, train, test: null, isOrdered: false, files: filesOf(folder, train) };

  const unknown = (await entriesOf(join(folder, 'test'))).folders.filter(
    (name) => !classNames.includes(name),
  );
  if (unknown.length > 0) {
    throw new CoreError(
      'invalid-data',
      `${folder}: test has a class that train has not: ${unknown.join(', ')}`,
    );
  }
  const present = new Set((await entriesOf(join(folder, 'test'))).folders);
  const test = await readSplit(folder, 'test/', classNames, present);
  return { classNames, train, test, isOrdered: false, files: filesOf(folder, [...train, ...test]) };
}

function requireClasses(folder: string, classNames: readonly string[], { files }: Entries): void {
  const expected =
    'Expected a folder of PNG or JPEG pictures for each class, or train and test with such folders in each, or idx files ' +
    'such as train-images-idx3-ubyte';
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
  folder: string,
  prefix: string,
  classNames: readonly string[],
  present: ReadonlySet<string> = new Set(classNames),
): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const [label, className] of classNames.entries()) {
    if (!present.has(className)) continue;
    const names = await filesBelow(folder, `${prefix}${className}`);
    if (names.length === 0) {
      throw new CoreError(
        'invalid-data',
        `${join(folder, prefix, className)}: no pictures of this class. Put some in, or remove the folder`,
      );
    }
    for (const name of names) pictures.push({ name, label, load: () => loadPicture(folder, name) });
  }
  return pictures;
}

async function filesBelow(folder: string, prefix: string): Promise<string[]> {
  const { files, folders } = await entriesOf(join(folder, prefix));
  const names = files.map((name) => `${prefix}/${name}`);
  for (const name of folders) names.push(...(await filesBelow(folder, `${prefix}/${name}`)));
  return names;
}

async function loadPicture(folder: string, name: string) {
  const bytes = await readFile(join(folder, name)).catch((cause: unknown) => {
    throw new CoreError('read-failed', `cannot read ${name}: ${reasonOf(cause)}`, { cause });
  });
  return (await decodeImage(bytes, { name })).pixels;
}

function filesOf(folder: string, pictures: readonly Picture[]): FolderContent['files'] {
  return pictures.map(({ name }) => ({ name, path: join(folder, name) }));
}
