// Cuts a program's kernels into segments. Within a segment a small group of rows goes through all kernels before the
// next group starts, so that activations stay in cache. A kernel that needs what is reduced over all rows (batch
// statistics, a finished gradient) begins a new segment; one that works on the whole batch at once (the mean loss, an
// optimizer's step) waits for the end of the segment rather than cut it in two.

import type { Kernel } from '../contract/kernel.ts';

export interface Segment {
  readonly kernels: readonly Kernel[];
  readonly scope: 'rows' | 'batch';
}

export function schedule(kernels: readonly Kernel[]): Segment[] {
  const segments: Segment[] = [];
  let rows: Kernel[] = [];
  let waiting: Kernel[] = [];
  const flush = () => {
    if (rows.length > 0) segments.push({ kernels: rows, scope: 'rows' });
    if (waiting.length > 0) segments.push({ kernels: waiting, scope: 'batch' });
    rows = [];
    waiting = [];
  };
  for (const kernel of kernels) {
    if (kernel.scope === 'batch') {
      waiting.push(kernel);
      continue;
    }
    const needsWhole = rows.some(({ reduces }) => overlaps(kernel.reads, reduces, kernel.reduces));
    const needsWaiting = waiting.some(
      ({ reads, writes }) =>
        overlaps(kernel.reads, writes) ||
        overlaps(kernel.writes, reads) ||
        overlaps(kernel.reduces, [...reads, ...writes]),
    );
    if (needsWhole || needsWaiting) flush();
    rows.push(kernel);
  }
  flush();
  return segments;
}

/** Whether two lists share a name, those in `but` apart. */
const overlaps = (a: readonly string[], b: readonly string[], but: readonly string[] = []): boolean =>
  a.some((name) => b.includes(name) && !but.includes(name));
