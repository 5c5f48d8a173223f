// The datasets of the page.

import { type Dataset, glyphs } from '@convoy/core';

/** @throws {Error} if the page has no dataset of that name */
export async function loadDataset(name: string): Promise<Dataset> {
  if (name !== 'glyphs') throw new Error(`dataset: expected glyphs, got ${name}`);
  return glyphs();
}
