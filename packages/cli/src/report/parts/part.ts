import type { Section } from '../page/page.ts';
import type { ReportSource } from '../source.ts';

/** One section of a report; null where the run has nothing to show of it. */
export type Part = (source: ReportSource) => Promise<Section | null> | Section | null;
