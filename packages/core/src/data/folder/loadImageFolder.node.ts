// A data set of one's own: a folder of pictures.

import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { CoreError } from '../../errors.ts';
import type { Dataset, Split } from '../dataset.ts';
import { datasetDigest } from '../digest.node.ts';
import { cachePath, changedFile, type DecodedFolder, readCached, writeCached } from './cache.node.ts';
import { readClassFolders } from './classFolders.node.ts';
import { asSplit, RowDecoder } from './decodeRows.ts';
import { entriesOf } from './entries.node.ts';
import { readIdxFolder } from './idxFolder.node.ts';
import { type FolderSettings, type ImageFolderOptions, resolveFolderOptions } from './options.ts';
import type { FolderContent } from './picture.ts';
import { splitRows } from './splitRows.ts';

/**
 * A dataset from a folder of pictures, in one of three layouts:
 *
 * - `flowers/rose/1.jpg`: a folder of PNG, JPEG or WebP pictures for each class, named by it; a part of each class becomes the
 *   test split, drawn from `seed`.
 * - `flowers/train/rose/1.jpg`, with `flowers/val/…`, `flowers/test/…` or both: the same, split already. With both, `val` is
 *   what is validated on; `val` alone is the test split.
 * - idx files named as MNIST's: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`, and `t10k-…` or `test-…` if there are
 *   test images; each may be `.gz`. Classes are named by their numbers
 *
 * idx classes have the names in `classes.txt`, one per line, if there is such a file. Classes are in the order of their names, training rows in random order. Names that begin with a dot, and `Thumbs.db`
 * and its like, are left out; any other file in a class's folder must be a picture. Decoded rows are kept in the user's cache, by a hash of all files: the
 * second time only the files are read.
 *
 * @throws {CoreError} `dataset-not-found` if there is no such folder; `invalid-data` with the file's name if a file is
 *   damaged, empty or no picture, or the folders are not as above; `invalid-argument` if pictures differ in size and
 *   `imageSize` does not say what they shall become.
 * @example
 * const flowers = await loadImageFolder('./flowers', { imageSize: 64 });
 * await trainEnsemble({ dataset: flowers, model: 'lecture-cnn' });
 */
export async function loadImageFolder(path: string, options: ImageFolderOptions = {}): Promise<Dataset> {
  const folder = resolve(path);
  const settings = resolveFolderOptions(options);
  await requireFolder(folder);
  const top = await entriesOf(folder);
  const content =
    (await readIdxFolder(folder, top.files)) ?? (await readClassFolders(folder, top, settings.maxPixels));
  const rows = await cachedRows(content, settings, options);
  const { imageShape, train, test, validationCount, skipped } = rows;
  if (skipped.length > 0) {
    requireEveryClass(train, content.classNames, folder);
    options.onWarning?.(
      `left out ${skipped.length} of ${folder}:\n${skipped.map((why) => `  ${why}`).join('\n')}`,
    );
  }
  if (test.count === 0) {
    throw new CoreError('invalid-data', `${folder}: too few pictures to test on: a class needs two or more`);
  }
  return {
    name: options.name ?? basename(folder),
    imageShape,
    classNames: content.classNames,
    train,
    test,
    ...(validationCount !== null && { validationCount }),
    sha256: datasetDigest({ train, test }),
    origin: { folder, ...settings },
  };
}

async function cachedRows(
  content: FolderContent,
  settings: FolderSettings,
  { cache, onProgress, onWarning }: ImageFolderOptions,
): Promise<DecodedFolder> {
  if (cache === null) return decodeFolder(content, settings, onProgress);
  const place = await cachePath(content, settings, cache);
  const kept = await readCached(place.path);
  if (kept) return kept;
  const rows = await decodeFolder(content, settings, onProgress);
  const changed = changedFile(content, place);
  if (changed !== undefined) {
    onWarning?.(
      `decoded pictures are not kept for the next time: ${changed} changed while the folder was read`,
    );
    return rows;
  }
  const fault = await writeCached(place.path, rows);
  if (fault !== null) {
    onWarning?.(
      `decoded pictures are not kept for the next time: ${fault}. Name another cache with XDG_CACHE_HOME`,
    );
  }
  return rows;
}

async function decodeFolder(
  content: FolderContent,
  settings: FolderSettings,
  onProgress: ImageFolderOptions['onProgress'],
): Promise<DecodedFolder> {
  const { train, test, validationCount } = splitRows(content, settings);
  const of = train.length + test.length;
  let done = 0;
  const decoder = new RowDecoder(settings, () => onProgress?.({ done: ++done, of }));
  const own = await decoder.decode(validationCount === null ? train : train.slice(0, -validationCount));
  const validation = validationCount === null ? [] : await decoder.decode(train.slice(-validationCount));
  const testRows = await decoder.decode(test);
  const skipped = decoder.requireNoFaults();
  const trainRows = [...own, ...validation];
  const imageShape = decoder.shapeOf([...trainRows, ...testRows]);
  return {
    imageShape,
    train: asSplit(trainRows, imageShape),
    test: asSplit(testRows, imageShape),
    validationCount: validationCount === null ? null : validation.length,
    skipped,
  };
}

/** @throws {CoreError} `invalid-data` if all pictures of a class were left out */
function requireEveryClass({ labels }: Split, classNames: readonly string[], folder: string): void {
  const empty = classNames.filter((_, label) => !labels.includes(label));
  if (empty.length === 0) return;
  throw new CoreError('invalid-data', `${folder}: no training pictures of ${empty.join(', ')}`);
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => null);
  if (found?.isDirectory()) return;
  const what = found === null ? 'no such folder' : 'not a folder';
  throw new CoreError(
    'dataset-not-found',
    `${what}: ${folder}. A data set of your own is a folder of pictures`,
  );
}
