// A run's report: reads and measures the run, lets each part of the page draw itself, and writes one file.

import { join } from 'node:path';
import { writeFileAtomically } from '@convoy/core/internal/node';
import type { ShowProgress } from '../ui/progress.ts';
import { readSource, type SourceOptions } from './gather/readSource.ts';
import { html } from './page/html.ts';
import { renderPage, type Section } from './page/page.ts';
import { confidence } from './parts/confidence.ts';
import { layers } from './parts/layers.ts';
import { members } from './parts/members.ts';
import { mistakes } from './parts/mistakes.ts';
import type { Part } from './parts/part.ts';
import { provenance } from './parts/provenance.ts';
import { robustness } from './parts/robustness.ts';
import { shift } from './parts/shift.ts';
import { training } from './parts/training.ts';
import { reportHeader, reportTitle } from './summary.ts';

export interface ReportOptions extends SourceOptions {
  /** @default report.html in the run's directory */
  readonly out?: string | undefined;
  /** Receives what is being measured, and the fraction of the report that is done. */
  readonly onProgress?: ShowProgress;
}

/** In the order of the page. A new section is a file and its name here. */
const parts: readonly Part[] = [
  training,
  members,
  confidence,
  mistakes,
  layers,
  shift,
  robustness,
  provenance,
];

/** @returns the path of the file that was written */
export async function writeReport(
  run: string,
  { out, onProgress, ...options }: ReportOptions = {},
): Promise<string> {
  onProgress?.('Report: predictions of every member', 0);
  const source = await readSource(run, options);
  try {
    const sections: Section[] = [];
    for (const [at, part] of parts.entries()) {
      onProgress?.(`Report: section ${at + 1} of ${parts.length}`, (at + 1) / (parts.length + 1));
      const section = await part(source);
      if (section !== null) sections.push(section);
    }
    const page = await renderPage({
      title: `${reportTitle(source)} – Convoy report`,
      header: reportHeader(source),
      sections,
      footer: html`Written by Convoy ${source.manifest.versions.convoy}. Charts by Plotly (MIT licence).`,
    });
    const file = out ?? join(run, 'report.html');
    await writeFileAtomically(file, new TextEncoder().encode(page));
    return file;
  } finally {
    source.ensemble.dispose();
    source.seen?.dense?.ensemble.dispose();
  }
}
