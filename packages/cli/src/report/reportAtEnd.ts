// The report that every run ends with. A run is a success without it, so that what goes wrong here is told, not thrown.

import type { Dataset } from '@convoy/core';
import { shellWord } from '@convoy/core';
import { describeError } from '../errors.ts';
import { print, printError } from '../ui/output.ts';
import { writeReport } from './writeReport.ts';

/** Writes `report.html` into a run's directory, and says so unless `quiet`. */
export async function reportAtEnd(run: string, dataset: Dataset, quiet: boolean): Promise<void> {
  if (!quiet && process.stderr.isTTY) process.stderr.write('Measuring the run for its report\n');
  try {
    const file = await writeReport(run, { dataset });
    if (!quiet) print(`Report: ${file}`);
  } catch (error) {
    const { text } = describeError(error);
    printError(`warning: no report was written. ${text}\n\`convoy report ${shellWord(run)}\` tries again.`);
  }
}
