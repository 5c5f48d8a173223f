// An interrupted run to `resumeEnsemble`: finds its data again, shows events, hears Ctrl-C.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from '@convoy/core';
import type { RunManifest } from '@convoy/ensemble';
import { importModules, isComplete, readManifest } from '@convoy/ensemble/internal/node';
import { type ResumeOptions, resumeEnsemble } from '@convoy/ensemble/node';
import type { Complete } from '@convoy/ensemble/options';
import { openDataset } from '../data/openDataset.ts';
import { openFolder } from '../data/openFolder.ts';
import { listenForInterrupt } from '../interrupt.ts';
import type { resumeOptions } from '../options/trainOptions.ts';
import { createReporter } from '../ui/createReporter.ts';
import { print, printJson } from '../ui/output.ts';
import { resultLines } from '../ui/results.ts';
import { reportUnlessStopped, type TrainOutcome } from './trainWith.ts';

/** @returns null if the run was complete already, which has been said then */
export async function resumeWith(
  run: string,
  { dataDir, report, ...given }: Complete<typeof resumeOptions>,
  json: boolean,
): Promise<TrainOutcome | null> {
  const manifest = await readManifest(run);
  const { result: ended, dataset } = manifest;
  if (ended !== undefined && (await isComplete(run, manifest))) {
    const done = { event: 'done', run, ...ended } as const;
    if (json) printJson(done);
    else for (const line of [`This run is complete: ${run}`, '', ...resultLines(done)]) print(line);
    // A run that was killed while it wrote its report is complete without one.
    const hasReport = ended.ensemble === null || existsSync(join(run, 'report.html'));
    if (report && !hasReport) {
      const { reportAtEnd } = await import('../report/reportAtEnd.ts');
      await reportAtEnd(run, json, { dataDir: dataDir ?? undefined });
    }
    return null;
  }
  // The dataset may be one that they define.
  await importModules(manifest.modules ?? []);
  const loaded = await openAgain(dataset, dataDir);

  const reporter = await createReporter(json, { text: `resuming ${run}`, command: null });
  const interruption = listenForInterrupt(reporter.onInterrupt);
  let outcome: TrainOutcome;
  try {
    const result = await resumeEnsemble(run, {
      dataset: loaded,
      ...withoutNull(given),
      onEvent: (event) => reporter.onEvent(event),
      signal: interruption.signal,
    });
    outcome = { result, interrupted: interruption.signal.aborted };
  } finally {
    reporter.close();
    interruption.release();
  }
  if (report) await reportUnlessStopped(outcome, loaded, json);
  return outcome;
}

/** The data set that a run was begun with, from where it was then unless `dataDir` says otherwise. */
async function openAgain(
  { name, origin, dataDir: before }: RunManifest['dataset'],
  dataDir: string | null,
): Promise<Dataset> {
  if (origin !== undefined) return openFolder(origin.folder, { ...origin, name });
  return openDataset(name, dataDir ?? before);
}

/** What was not given is as it was. */
function withoutNull(values: object): Omit<Partial<ResumeOptions>, 'dataset'> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
