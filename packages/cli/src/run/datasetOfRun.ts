// The data set that a command about a run works on: the one that it is told, else the one that the run was trained on.

import { dirname } from 'node:path';
import type { Dataset } from '@convoy/core';
import { datasetNames } from '@convoy/core/node';
import { readManifest } from '@convoy/ensemble/internal/node';
import type { Ensemble } from '@convoy/ensemble/node';
import { openDataset } from '../data/openDataset.ts';
import { isFolder, openFolder } from '../data/openFolder.ts';
import { failure } from '../errors.ts';
import { printError } from '../ui/output.ts';

export interface DatasetFlags {
  /** A name or a folder. */
  readonly dataset?: string | null;
  readonly dataDir?: string | null | undefined;
}

/**
 * Opens it; pictures of a folder become what the ensemble takes.
 * @param run a run directory, or the `ensemble.convoy` in one
 * @throws {CliError | CoreError} if it is not there, or its classes are not the ensemble's
 */
export async function datasetOfRun(
  run: string,
  ensemble: Ensemble,
  { dataset, dataDir }: DatasetFlags,
): Promise<Dataset> {
  const { name } = ensemble.dataset;
  if (dataset == null) {
    return datasetNames.includes(name) ? openDataset(name, dataDir) : reopen(run, ensemble);
  }
  if (!isFolder(dataset)) return openDataset(dataset, dataDir);
  const [height, width, channels] = ensemble.imageShape;
  const opened = await openFolder(dataset, {
    imageSize: [height, width],
    channels: channels === 1 ? 1 : 3,
  });
  return requireClasses(opened, dataset, ensemble);
}

/** The folder that the run was trained on, read as it was then. */
async function reopen(run: string, ensemble: Ensemble): Promise<Dataset> {
  const { name, sha256 } = ensemble.dataset;
  const manifest = await readManifest(run).catch(() => readManifest(dirname(run)).catch(() => null));
  const origin = manifest?.dataset.origin;
  if (manifest === null && sha256 === '') {
    throw failure(
      `nothing says what the ensemble was trained on: ${run}`,
      'It was imported without a dataset. Say what to measure it on, a dataset or a folder of images: --dataset mnist',
    );
  }
  if (!origin) {
    throw failure(
      `nothing says where the data set is: ${name}`,
      `The ensemble was trained on a folder of pictures. Say where it is: --dataset ./${name}`,
    );
  }
  const opened = await openFolder(origin.folder, { ...origin, name });
  if (opened.sha256 !== sha256) {
    printError(`warning: ${origin.folder} has changed since the run was trained on it`);
  }
  return requireClasses(opened, origin.folder, ensemble);
}

function requireClasses(dataset: Dataset, folder: string, { classNames }: Ensemble): Dataset {
  const isSame =
    dataset.classNames.length === classNames.length &&
    dataset.classNames.every((name, label) => name === classNames[label]);
  if (isSame) return dataset;
  throw failure(
    `classes of ${folder} are not those of the ensemble: ${dataset.classNames.join(', ')}`,
    `It was trained on ${classNames.join(', ')}. Each needs a folder of that name.`,
  );
}
