// Exported files beside pixels and Convoy's own probabilities, for programs in other languages to compare with.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Ensemble } from '@convoy/ensemble/node';
import { randomPixels } from './ensembles.ts';

/** Writes `shape.json`, `pixels.bin` (bytes) and `probabilities.bin` (float32) for a few random images. */
export async function writePredictions(folder: string, ensemble: Ensemble, count = 3): Promise<void> {
  await mkdir(folder, { recursive: true });
  const pixels = randomPixels(ensemble, count);
  const { probabilities } = await ensemble.predict(pixels);
  await writeFile(join(folder, 'pixels.bin'), pixels);
  await writeFile(join(folder, 'probabilities.bin'), new Uint8Array(probabilities.buffer));
  const shape = { images: [count, ...ensemble.imageShape], classes: ensemble.classNames.length };
  await writeFile(join(folder, 'shape.json'), JSON.stringify(shape));
}
