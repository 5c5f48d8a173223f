// Small trained runs to serve, and what they predict.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Prediction } from '@convoy/ensemble';
import { Ensemble, trainEnsemble } from '@convoy/ensemble/node';
import { smallDataset, smallRun } from '../../packages/ensemble/src/testing/smallRun.ts';

export const rowBytes = 28 * 28;
/** The images that tests ask about. */
export const images: Uint8Array = smallDataset.test.images;
export const imageCount = images.length / rowBytes;

export function image(at: number): Uint8Array {
  const n = at % imageCount;
  return images.slice(n * rowBytes, (n + 1) * rowBytes);
}

/** A folder with runs that differ in nothing but their seeds. */
export async function trainRuns(...seeds: readonly number[]) {
  const folder = await mkdtemp(join(tmpdir(), 'convoy-serve-'));
  const runs: string[] = [];
  for (const seed of seeds) {
    const out = join(folder, `seed-${seed}`);
    await trainEnsemble({ ...smallRun, seed, out });
    runs.push(out);
  }
  return { folder, runs, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** What `Ensemble.predict` says of all images. */
export async function predictAll(run: string): Promise<Prediction> {
  const ensemble = await Ensemble.load(run);
  try {
    return await ensemble.predict(images);
  } finally {
    ensemble.dispose();
  }
}

/** The probabilities of one image, as numbers. */
export function probabilitiesOf({ probabilities }: Prediction, at: number): number[] {
  const n = at % imageCount;
  return [...probabilities.subarray(n * 10, (n + 1) * 10)];
}
