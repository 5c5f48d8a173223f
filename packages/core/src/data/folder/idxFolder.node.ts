// A folder of idx files, named as MNIST's: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and `t10k-…` or `test-…` for
// the test split if there is one; each as it is or as `.gz`. Images are `[count, height, width]` or, with colours,
// `[count, height, width, channels]`.

import { join } from 'node:path';
import { CoreError } from '../../errors.ts';
import type { Pixels } from '../../images/pixels.ts';
import { type IdxArray, parseIdx } from '../idx.ts';
import { readDataFile } from '../readFile.node.ts';
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
  const train = await readSplit(folder, trainFiles);
  const test = testFiles && (await readSplit(folder, testFiles));
  const most = [...train, ...(test ?? [])].reduce((label, picture) => Math.max(label, picture.label), 0);
  const files = [trainFiles, ...(testFiles ? [testFiles] : [])].flatMap(({ images, labels }) => [
    images,
    labels,
  ]);
  return {
    classNames: Array.from({ length: most + 1 }, (_, label) => String(label)),
    train,
    test,
    isOrdered: true,
    files: files.map((name) => ({ name, path: join(folder, name) })),
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
): Promise<Picture[]> {
  const images = parseIdx(await readDataFile(join(folder, imageFile)), imageFile);
  const labels = parseIdx(await readDataFile(join(folder, labelFile)), labelFile);
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

function pixelsOf({ data }: IdxArray, row: number, height: number, width: number, channels: number): Pixels {
  const size = height * width * channels;
  return { width, height, channels, data: new Float32Array(data.subarray(row * size, (row + 1) * size)) };
}
