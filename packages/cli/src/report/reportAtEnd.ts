// The report that every run ends with. A run is a success without it, so that what goes wrong here is told, not thrown.

import type { Dataset } from '@convoy/core';
import { shellWord } from '@convoy/core';
import { describeError } from '../errors.ts';
import { duration } from '../ui/format.ts';
import { print, printError } from '../ui/output.ts';
import { withProgress } from '../ui/progress.ts';
import { writeReport } from './writeReport.ts';

/** Writes `report.html` into a run's directory, and says so unless `quiet`. */
export async function reportAtEnd(run: string, dataset: Dataset, quiet: boolean): Promise<void> {
  const begin = performance.now();
  try {
    const file = await withProgress(true, (onProgress) => writeReport(run, { dataset, onProgress }));
    if (!quiet) print(`Report: ${file}, written in ${duration((performance.now() - begin) / 1000)}`);
  } catch (error) {
    const { text } = describeError(error);
    printError(`warning: no report was written. ${text}\n\`convoy report ${shellWord(run)}\` tries again.`);
  }
}
