// Cuts a program's kernels into segments. Within a segment a small group of rows goes through all kernels before the
// next group starts, so that activations stay in cache. A kernel that needs what is reduced over all rows (batch
// statistics, a finished gradient) begins a new segment.

import type { Kernel } from './kernel.ts';

export interface Segment {
  readonly kernels: readonly Kernel[];
  readonly scope: 'rows' | 'batch';
}

export function schedule(kernels: readonly Kernel[]): Segment[] {
  const segments: { kernels: Kernel[]; scope: 'rows' | 'batch' }[] = [];
  let reduced = new Set<string>();
  for (const kernel of kernels) {
    const current = segments.at(-1);
    const waits = kernel.reads.some((name) => reduced.has(name) && !kernel.reduces.includes(name));
    if (!current || current.scope !== kernel.scope || waits) {
      segments.push({ kernels: [kernel], scope: kernel.scope });
      reduced = new Set(kernel.reduces);
    } else {
      current.kernels.push(kernel);
      for (const name of kernel.reduces) reduced.add(name);
    }
  }
  return segments;
}
