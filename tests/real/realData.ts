// The folder with the real data sets, for tests that need them.

import { resolve } from 'node:path';

/** `CONVOY_DATA`, or undefined: then those tests are skipped, and say why. */
export const realData = process.env.CONVOY_DATA ? resolve(process.env.CONVOY_DATA) : undefined;

export const whySkipped =
  realData === undefined ? ' (skipped: CONVOY_DATA does not say where the data sets are)' : '';
