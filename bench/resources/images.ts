// Images to train on: MNIST where it is found, for that is what the limits speak of.

import { type Dataset, glyphs } from '@convoy/core';
import { findDataset, loadDataset } from '@convoy/core/node';

export async function images(): Promise<Dataset> {
  const found = await findDataset('mnist');
  return found === null ? glyphs() : loadDataset('mnist');
}
