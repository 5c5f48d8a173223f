// A folder of idx files, named as MNIST's: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and `t10k-…` or `test-…` for
// the test split if there is one; each as it is or as `.gz`. Images are `[count, height, width]` or, with colours,
// `[count, height, width, channels]`.

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { CoreError } from '../../errors.ts';
import type { Pixels } from '../../images/pixels.ts';
import { type IdxArray, idxByteLength, parseIdx } from '../idx.ts';
import { readPacked, readRegularFile } from '../readFile.node.ts';
import type { FolderContent, Picture } from './picture.ts';

interface IdxFiles {
  readonly images: string;
  readonly labels: string;
}

/** The content of a folder that has idx files; null if it has none. @throws {CoreError} `invalid-data` */
export async function readIdxFolder(folder: string, names: readonly string[]): Promise<FolderContent | null> {
  const trainFiles = findFiles(folder, names, ['train']);
  if (!trainFiles) return null;
  const testFiles = findFiles(folder, names, ['t10k', 'test']);
  const seen = new Map<string, string>();
  const train = await readSplit(folder, trainFiles, seen);
  const test = testFiles && (await readSplit(folder, testFiles, seen));
  const most = [...train, ...(test ?? [])].reduce((label, picture) => Math.max(label, picture.label), 0);
  const files = [trainFiles, ...(testFiles ? [testFiles] : [])].flatMap(({ images, labels }) => [
    images,
    labels,
  ]);
  return {
    classNames: await namesOfClasses(folder, names, most + 1),
    train,
    validation: null,
    test,
    isOrdered: true,
    files: files.map((name) => ({ name, path: join(folder, name) })),
    seen,
  };
}

function findFiles(folder: string, names: readonly string[], prefixes: readonly string[]): IdxFiles | null {
  for (const prefix of prefixes) {
    const find = (kind: string) =>
      names.find((name) => new RegExp(`^${prefix}-${kind}[-.]idx\\d-ubyte(\\.gz)?$`).test(name));
    const [images, labels] = [find('images'), find('labels')];
    if (images && labels) return { images, labels };
    if (images || labels) {
      throw new CoreError(
        'invalid-data',
        `${folder}: found ${images ?? labels}, but no ${prefix}-${images ? 'labels' : 'images'} file to go with it`,
      );
    }
  }
  return null;
}

async function readSplit(
  folder: string,
  { images: imageFile, labels: labelFile }: IdxFiles,
  seen: Map<string, string>,
): Promise<Picture[]> {
  const read = async (name: string) => {
    const { packed, bytes } = await readPacked(join(folder, name), (head) => idxByteLength(head, name));
    seen.set(name, createHash('sha256').update(packed).digest('hex'));
    return parseIdx(bytes, name);
  };
  const images = await read(imageFile);
  const labels = await read(labelFile);
  const [count = 0, height = 0, width = 0, channels = 1] = images.shape;
  if (images.shape.length < 3 || height * width === 0 || (channels !== 1 && channels !== 3)) {
    throw new CoreError(
      'invalid-data',
      `${imageFile}: expected shape [count,height,width] or [count,height,width,3], found [${images.shape}]`,
    );
  }
  if (labels.shape.length !== 1 || labels.data.length !== count) {
    throw new CoreError(
      'invalid-data',
      `${labelFile}: expected shape [${count}] to go with ${imageFile}, found [${labels.shape}]`,
    );
  }
  return Array.from(labels.data, (label, row) => ({
    name: `${imageFile}, image ${row}`,
    label,
    load: async () => pixelsOf(images, row, height, width, channels),
  }));
}

const classNamesFile = 'classes.txt';

/** The lines of `classes.txt`, if there is one, else the classes' numbers. @throws {CoreError} `invalid-data` */
async function namesOfClasses(folder: string, files: readonly string[], count: number): Promise<string[]> {
  if (!files.includes(classNamesFile)) return Array.from({ length: count }, (_, label) => String(label));
  const bytes = await readRegularFile(join(folder, classNamesFile), classNamesFile, 2 ** 20);
  const lines = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .map((line) => line.trim());
  const found = lines.filter((line) => line !== '');
  if (found.length < count || found.length > 256 || new Set(found).size < found.length) {
    throw new CoreError(
      'invalid-data',
      `${classNamesFile}: expected one name per line, all different, for classes 0 to ${count - 1}, got ${found.length} lines`,
    );
  }
  return found;
}

function pixelsOf({ data }: IdxArray, row: number, height: number, width: number, channels: number): Pixels {
  const size = height * width * channels;
  return { width, height, channels, data: data.subarray(row * size, (row + 1) * size) };
}
