// Plans one program: kernels, segments, the size of the groups, and where everything lies.

import type { Operation } from '../../../operations.ts';
import { at, mul } from '../code/values.ts';
import type { Buffers } from '../contract/buffers.ts';
import type { Kernel, Placement } from '../contract/kernel.ts';
import { fuse } from './fuse.ts';
import { type Timeline, timelineOf } from './lives.ts';
import { lower } from './lower.ts';
import type { Lowering } from './lowering.ts';
import { planArena, type Request } from './memory.ts';
import { type Segment, schedule } from './schedule.ts';

/** Activations of one group should stay in the second-level cache beside the weights. */
const groupBytes = 1_100_000;

export interface ProgramPlan {
  readonly segments: readonly Segment[];
  /** Rows of a group in each segment. */
  readonly groups: readonly number[];
  readonly arenaBytes: number;
  readonly placementOf: (kernel: Kernel, arena: number) => Placement;
}

/** The address of a buffer that outlives a run, or null for activations. */
export type FixedAddress = (name: string) => number | null;

/** How the buffers of a program lie: the graph's, and those that only kernels know. */
interface Rows {
  isPrivate(name: string): boolean;
  isBatched(name: string): boolean;
  rowBytes(name: string): number;
}

export function planProgram(
  operations: readonly Operation[],
  lowering: Lowering,
  fixedAddress: FixedAddress,
): ProgramPlan {
  const { buffers } = lowering;
  const kernels = fuse(operations, buffers).map((step) => lower(step, lowering));
  const segments = schedule(kernels);
  const rows = rowsOf(kernels, buffers);
  const fixed = (name: string) => (rows.isPrivate(name) ? null : fixedAddress(name));
  const timeline = timelineOf(segments, (name) => fixed(name) === null);

  /** Whether a buffer holds a group's rows only: it lives within one loop. */
  const isGrouped = (name: string) => {
    const life = timeline.lives.get(name);
    return (
      life !== undefined &&
      rows.isBatched(name) &&
      life.first === life.last &&
      segments[life.first]?.scope === 'rows'
    );
  };
  const groupedBytes = (name: string) => (isGrouped(name) ? rows.rowBytes(name) : 0);
  const groups = segments.map((segment) => groupOf(segment, buffers.batchSize, groupedBytes));
  const requests = [
    ...[...timeline.lives].map(([name, life]): Request => {
      const bytes = rows.rowBytes(name);
      if (isGrouped(name))
        return { name, bytes: bytes * (groups[life.first] ?? 1), from: life.from, to: life.to };
      const count = rows.isBatched(name) ? buffers.batchSize : 1;
      const [first, last] = [timeline.spans[life.first], timeline.spans[life.last]];
      return { name, bytes: bytes * count, from: first?.from ?? 0, to: last?.to ?? 0 };
    }),
    ...scratchRequests(segments, timeline),
  ];
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
        const start = fixed(name) ?? base + offsetOf(name);
        return isGrouped(name) ? at(start) : at(mul(first, rows.rowBytes(name)), start);
      },
      whole: (name) => fixedAddress(name) ?? base + offsetOf(name),
      scratch: (name) => base + offsetOf(scratchName(timeline, kernel, name)),
    }),
  };
}

function rowsOf(kernels: readonly Kernel[], buffers: Buffers): Rows {
  const own = new Map(kernels.flatMap((k) => k.privateBuffers ?? []).map((b) => [b.name, b.rowBytes]));
  return {
    isPrivate: (name) => own.has(name),
    isBatched: (name) => own.has(name) || buffers.spec(name).batched,
    rowBytes: (name) => own.get(name) ?? buffers.rowBytes(name),
  };
}

/** Rows that go through a segment's kernels together. */
function groupOf(
  { scope, kernels }: Segment,
  batchSize: number,
  groupedBytes: (name: string) => number,
): number {
  if (scope === 'batch') return batchSize;
  const names = new Set(kernels.flatMap((k) => [...k.reads, ...k.writes]));
  let bytes = 0;
  for (const name of names) bytes += groupedBytes(name);
  const most = Math.max(1, Math.min(batchSize, Math.floor(groupBytes / Math.max(1, bytes))));
  // Equal groups: the last one as full as the others.
  return Math.ceil(batchSize / Math.ceil(batchSize / most));
}

const scratchName = ({ moments }: Timeline, kernel: Kernel, name: string): string =>
  `${moments.get(kernel) ?? 0}:${name}`;

function scratchRequests(segments: readonly Segment[], timeline: Timeline): Request[] {
  return segments.flatMap(({ kernels }, index) =>
    kernels.flatMap((kernel) => {
      const moment = timeline.moments.get(kernel) ?? 0;
      const call = { from: moment, to: moment };
      const segment = timeline.spans[index] ?? call;
      return kernel.scratch.map(({ name, bytes, lifetime }) => ({
        name: scratchName(timeline, kernel, name),
        bytes,
        ...(lifetime === 'call' ? call : segment),
      }));
    }),
  );
}
