// The data set of the quick start: MNIST if it is here or can be fetched soon, else the one that needs no files. It is
// the only place where Convoy chooses a data set by itself, and it says so.

import { CoreError, type Dataset } from '@convoy/core';
import { downloadDataset, findDataset, loadDataset } from '@convoy/core/node';
import { createDownloadProgress } from '../ui/download.ts';
import { print } from '../ui/output.ts';

/** A server that sends nothing for this long is given up … */
const stallSeconds = 5;
/** … and the whole download after this: a quick start on digits of our own beats waiting. */
const patienceMilliseconds = 60_000;

export interface QuickstartData {
  readonly dataset: Dataset;
  /** Enough for a useful accuracy, with room below three minutes on two processors. */
  readonly epochs: number;
}

export async function chooseDataset(options: { readonly dataDir?: string }): Promise<QuickstartData> {
  const found = await findDataset('mnist', options);
  if (found) {
    print(`MNIST was found in ${found.folder}`);
    return loadMnist(options);
  }
  print('Looking for MNIST …');
  if (await canDownload(options)) return loadMnist(options);
  print(
    'MNIST is not on this machine and could not be downloaded (`convoy data download mnist` says why), ' +
      'so this trains on glyphs, digits that Convoy draws itself.',
  );
  return { dataset: await loadDataset('glyphs', options), epochs: 8 };
}

async function loadMnist(options: { readonly dataDir?: string }): Promise<QuickstartData> {
  return { dataset: await loadDataset('mnist', options), epochs: 3 };
}

/** Whether MNIST is there now. */
async function canDownload(options: { readonly dataDir?: string }): Promise<boolean> {
  const signal = AbortSignal.timeout(patienceMilliseconds);
  const progress = createDownloadProgress();
  try {
    await downloadDataset('mnist', { ...options, signal, stallSeconds, onProgress: progress.update });
    return true;
  } catch (error) {
    if (error instanceof CoreError || signal.aborted) return false;
    throw error;
  } finally {
    progress.close();
  }
}
