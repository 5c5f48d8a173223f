// What runs in each prediction worker. Piscina calls the exported functions by name. The module is loaded once the
// networks are compiled: a worker that Piscina takes for ready answers its first batch as fast as any other.

import module from 'node:module';
import { workerData } from 'piscina';
import { messageOf } from '../errors.ts';
import type {
  DecodeResult,
  ModelDescription,
  Picture,
  PredictResult,
  PredictTask,
  WorkerSetup,
} from './tasks.ts';

module.enableCompileCache?.();
const setup: WorkerSetup = workerData;
const { loadNetworks } = await import('./networks.ts');

// A worker that dies while it starts is never replaced: what is wrong with the file is said when it is asked.
const loading = await loadNetworks(setup).then(
  (networks) => ({ networks }),
  (error: unknown) => ({ error }),
);

function networks() {
  if ('error' in loading) throw loading.error;
  return loading.networks;
}

/** What was loaded. */
export function describe(): ModelDescription {
  return networks().description;
}

export async function predict({ images }: PredictTask): Promise<PredictResult> {
  return networks().predict(images);
}

export async function decodePictures(pictures: readonly Picture[]): Promise<readonly DecodeResult[]> {
  const { decode } = await import('./decode.ts');
  const results: DecodeResult[] = [];
  for (const { file, name } of pictures) {
    try {
      results.push({ image: await decode(file, name, networks().target, setup.maxPixels) });
    } catch (error) {
      results.push({ refused: messageOf(error) });
    }
  }
  return results;
}
