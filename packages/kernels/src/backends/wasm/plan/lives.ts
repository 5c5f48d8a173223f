// When each buffer of a program is alive. Moments count kernels, with one before and one after each segment's loop.

import type { Kernel } from '../contract/kernel.ts';
import type { Segment } from './schedule.ts';

export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Life extends Span {
  /** Index of the first and last segment that touch a buffer. */
  readonly first: number;
  readonly last: number;
}

export interface Timeline {
  readonly moments: ReadonlyMap<Kernel, number>;
  /** From before to after each segment's loop. */
  readonly spans: readonly Span[];
  readonly lives: ReadonlyMap<string, Life>;
}

/** `isTransient` says which buffers need a place: those that do not outlive the run. */
export function timelineOf(segments: readonly Segment[], isTransient: (name: string) => boolean): Timeline {
  const lives = new Map<string, Life>();
  const moments = new Map<Kernel, number>();
  const spans: Span[] = [];
  let moment = 0;
  segments.forEach(({ kernels }, index) => {
    const from = moment++;
    for (const kernel of kernels) {
      moments.set(kernel, moment);
      for (const name of new Set([...kernel.reads, ...kernel.writes, ...kernel.reduces])) {
        if (!isTransient(name)) continue;
        const { first, from: begin } = lives.get(name) ?? { first: index, from: moment };
        lives.set(name, { first, last: index, from: begin, to: moment });
      }
      moment++;
    }
    spans.push({ from, to: moment++ });
  });
  return { moments, spans, lives };
}
