// The report that every run ends with. A run is a success without it, so that what goes wrong here is told, not thrown.

import { shellWord } from '@convoy/core/internal';
import { whileHolding } from '@convoy/ensemble/internal/node';
import { describeError } from '../errors.ts';
import { duration } from '../ui/format.ts';
import { print, printError } from '../ui/output.ts';
import { withProgress } from '../ui/progress.ts';
import type { SourceOptions } from './gather/readSource.ts';
import { writeReport } from './writeReport.ts';

/**
 * Writes `report.html` into a run's directory, and says so unless `quiet`.
 * @param source the dataset, where the caller has it, or where to look for it
 */
export async function reportAtEnd(run: string, quiet: boolean, source: SourceOptions): Promise<void> {
  const begin = performance.now();
  try {
    const file = await whileHolding(run, printWarning, () =>
      withProgress(true, (onProgress) => writeReport(run, { ...source, onProgress })),
    );
    if (!quiet) print(`Report: ${file}, written in ${duration((performance.now() - begin) / 1000)}`);
  } catch (error) {
    const { text } = describeError(error);
    printWarning(`no report was written. ${text}\n\`convoy report ${shellWord(run)}\` tries again.`);
  }
}

function printWarning(message: string): void {
  printError(`warning: ${message}`);
}
