// One arena for everything. Buffers and scratch that are never alive at the same time share memory.

export interface Request {
  readonly name: string;
  readonly bytes: number;
  /** First and last moment of life, inclusive. */
  readonly from: number;
  readonly to: number;
}

export interface Arena {
  readonly offsets: ReadonlyMap<string, number>;
  readonly bytes: number;
}

/** A cache line, and room for a vector read past the end. */
const align = (bytes: number): number => (Math.ceil((bytes + 16) / 64) | 1) * 64;

/** Greedy by size: the largest first, each at the lowest place that is free for all of its life. */
export function planArena(requests: readonly Request[]): Arena {
  const placed: (Request & { readonly offset: number; readonly size: number })[] = [];
  const offsets = new Map<string, number>();
  let total = 0;
  for (const request of [...requests].sort((a, b) => b.bytes - a.bytes || a.from - b.from)) {
    const size = align(request.bytes);
    const rivals = placed
      .filter((p) => p.from <= request.to && request.from <= p.to)
      .sort((a, b) => a.offset - b.offset);
    let offset = 0;
    for (const rival of rivals) {
      if (offset + size <= rival.offset) break;
      offset = Math.max(offset, rival.offset + rival.size);
    }
    placed.push({ ...request, offset, size });
    offsets.set(request.name, offset);
    total = Math.max(total, offset + size);
  }
  return { offsets, bytes: total };
}
