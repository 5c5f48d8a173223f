// The chart library as text, to be written into the page: Plotly, which the lecture draws with, in its smallest bundle
// (scatter, bar and pie charts).

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

export function plotlySource(): Promise<string> {
  return readFile(createRequire(import.meta.url).resolve('plotly.js-basic-dist-min'), 'utf8');
}
