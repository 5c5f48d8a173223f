// Plans one program: kernels, segments, the size of the groups, and where everything lies.

import type { Operation } from '../../../operations.ts';
import { at, mul } from '../code/values.ts';
import type { ModuleContext } from '../code/writer.ts';
import type { Buffers } from './buffers.ts';
import { fuse } from './fuse.ts';
import type { Kernel, Placement } from './kernel.ts';
import { lower } from './lower.ts';
import { planArena, type Request } from './memory.ts';
import { type Segment, schedule } from './schedule.ts';

/** Activations of one group should stay in the second-level cache beside the weights. */
const groupBytes = 1_100_000;

interface Life {
  /** Index of the first and last segment that touch a buffer. */
  first: number;
  last: number;
  /** Moments of the first and last kernel. */
  from: number;
  to: number;
}

export interface ProgramPlan {
  readonly segments: readonly Segment[];
  /** Rows of a group in each segment. */
  readonly groups: readonly number[];
  readonly arenaBytes: number;
  readonly placementOf: (kernel: Kernel, arena: number) => Placement;
}

export interface FixedPlaces {
  isBuffer(name: string): boolean;
  /** The address of a buffer that outlives a run, or null for activations. */
  address(name: string): number | null;
}

export function planProgram(
  operations: readonly Operation[],
  context: ModuleContext,
  buffers: Buffers,
  fixed: FixedPlaces,
): ProgramPlan {
  const kernels = fuse(operations, buffers, (name) => fixed.isBuffer(name)).map((step) =>
    lower(step, context, buffers),
  );
  const segments = schedule(kernels);
  const privateRows = new Map(
    kernels.flatMap((k) => k.privateBuffers ?? []).map((b) => [b.name, b.rowBytes]),
  );
  const isBatched = (name: string) => privateRows.has(name) || buffers.spec(name).batched;
  const rowBytes = (name: string) => privateRows.get(name) ?? buffers.rowBytes(name);

  // Moments: one a kernel, and one before and after each segment's loop.
  const lives = new Map<string, Life>();
  const moments = new Map<Kernel, number>();
  const spans: { start: number; end: number }[] = [];
  let moment = 0;
  segments.forEach((segment, index) => {
    const start = moment++;
    for (const kernel of segment.kernels) {
      moments.set(kernel, moment);
      for (const name of new Set([...kernel.reads, ...kernel.writes, ...kernel.reduces])) {
        if (!privateRows.has(name) && fixed.address(name) !== null) continue;
        const life = lives.get(name);
        if (life) {
          life.last = index;
          life.to = moment;
        } else {
          lives.set(name, { first: index, last: index, from: moment, to: moment });
        }
      }
      moment++;
    }
    spans.push({ start, end: moment++ });
  });

  const isGrouped = (name: string) => {
    const life = lives.get(name);
    return (
      life !== undefined &&
      isBatched(name) &&
      life.first === life.last &&
      segments[life.first]?.scope === 'rows'
    );
  };
  const groups = segments.map((segment) => {
    if (segment.scope === 'batch') return buffers.batchSize;
    const names = new Set(segment.kernels.flatMap((k) => [...k.reads, ...k.writes]));
    let bytes = 0;
    for (const name of names) if (isBatched(name)) bytes += isGrouped(name) ? rowBytes(name) : 0;
    const most = Math.max(1, Math.min(buffers.batchSize, Math.floor(groupBytes / Math.max(1, bytes))));
    // Equal groups: the last one as full as the others.
    return Math.ceil(buffers.batchSize / Math.ceil(buffers.batchSize / most));
  });

  const requests: Request[] = [];
  for (const [name, life] of lives) {
    const span = { start: spans[life.first]?.start ?? 0, end: spans[life.last]?.end ?? 0 };
    if (isGrouped(name)) {
      requests.push({
        name,
        bytes: rowBytes(name) * (groups[life.first] ?? 1),
        from: life.from,
        to: life.to,
      });
    } else {
      const rows = isBatched(name) ? buffers.batchSize : 1;
      requests.push({ name, bytes: rowBytes(name) * rows, from: span.start, to: span.end });
    }
  }
  segments.forEach((segment, index) => {
    for (const kernel of segment.kernels) {
      const at = moments.get(kernel) ?? 0;
      const span = spans[index] ?? { start: at, end: at };
      for (const scratch of kernel.scratch) {
        const life = scratch.lifetime === 'call' ? { from: at, to: at } : { from: span.start, to: span.end };
        requests.push({ name: `${at}:${scratch.name}`, bytes: scratch.bytes, ...life });
      }
    }
  });
  const arena = planArena(requests);
  const offsetOf = (name: string): number => {
    const offset = arena.offsets.get(name);
    if (offset === undefined) throw new Error(`no place was planned for ${name}`);
    return offset;
  };
  return {
    segments,
    groups,
    arenaBytes: arena.bytes,
    placementOf: (kernel, base) => ({
      rows(name, first) {
        const address = privateRows.has(name) ? null : fixed.address(name);
        const start = address ?? base + offsetOf(name);
        if (isGrouped(name)) return at(start);
        return at(mul(first, rowBytes(name)), start);
      },
      whole: (name) => fixed.address(name) ?? base + offsetOf(name),
      scratch: (name) => base + offsetOf(`${moments.get(kernel) ?? 0}:${name}`),
    }),
  };
}
