// A folder of pictures as a data set, its decoding shown while it goes.

import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Dataset } from '@convoy/core';
import { datasetNames, type ImageFolderOptions, loadImageFolder } from '@convoy/core/node';
import { whole } from '../ui/format.ts';
import { printError } from '../ui/output.ts';
import { withProgress } from '../ui/progress.ts';

/** Whether a data set's name means a folder: it is no known name, and looks like a path or is one. */
export function isFolder(name: string): boolean {
  if (datasetNames.includes(name)) return false;
  return /[\\/]|^\.\.?$/.test(name) || (existsSync(name) && statSync(name).isDirectory());
}

/** @throws {CoreError} if it is no folder of pictures */
export function openFolder(folder: string, options: ImageFolderOptions): Promise<Dataset> {
  // Progress that lasts less than this is not worth a line in a log.
  const quiet = process.stderr.isTTY !== true;
  return withProgress(quiet, (show) =>
    loadImageFolder(folder, {
      name: nameOf(folder),
      ...options,
      onProgress: ({ done, of }) => {
        if (done % 16 === 0) show(`reading pictures: ${whole(done)} of ${whole(of)}`, done / of);
      },
      onWarning: (message) => printError(`warning: ${message}`),
    }),
  );
}

/** The folder's own name; a folder called `mnist` must not be taken for MNIST later. */
function nameOf(folder: string): string {
  const name = basename(resolve(folder));
  return datasetNames.includes(name) ? `${name}-folder` : name;
}
