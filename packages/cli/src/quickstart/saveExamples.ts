// A few test images as PNG files, so that the first `convoy predict` has something to look at.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset } from '@convoy/core';
import { writePng } from '../image/writePng.ts';

/**
 * Writes the first test image of each class into `folder`, named by its class: `7.png`.
 * @returns the files' paths, in the order of the classes
 */
export async function saveExamples(dataset: Dataset, folder: string): Promise<string[]> {
  const { images, labels } = dataset.test;
  const size = dataset.imageShape.reduce((product, extent) => product * extent, 1);
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const [index, name] of dataset.classNames.entries()) {
    const row = labels.indexOf(index);
    if (row < 0) continue;
    const path = join(folder, `${name}.png`);
    await writePng(path, images.subarray(row * size, (row + 1) * size), dataset.imageShape);
    paths.push(path);
  }
  return paths;
}
