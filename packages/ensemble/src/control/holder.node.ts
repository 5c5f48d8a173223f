// Who holds a run, as its lock says: a process of a machine, and whether it still lives as far as that can be seen from here.

import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { bootId, isAlive, pidNamespace, startOf } from './process.node.ts';

const holderSchema = z.object({
  /** Of this one taking of the lock. */
  token: z.string(),
  pid: z.number(),
  host: z.string(),
  /** What tells a process from a later one with its number; null where the system does not say. */
  boot: z.nullable(z.string()),
  processStart: z.nullable(z.string()),
  /** Where its number means anything: on Linux a PID namespace, such as a container's. Older versions do not say. */
  pidNamespace: z.optional(z.nullable(z.string())),
  /** ISO 8601, UTC. */
  since: z.string(),
});
/** The process that works on a run, as its lock names it. */
export type LockHolder = Readonly<z.infer<typeof holderSchema>>;

/** A lock of another machine, or one that is half written, counts so long after its last sign of life. */
const ELSEWHERE_MS = 5 * 60_000;
const HALF_WRITTEN_MS = 10_000;

/** This process as the holder of a lock. */
export async function thisHolder(token: string): Promise<LockHolder> {
  return {
    token,
    pid: process.pid,
    host: hostname(),
    boot: await bootId(),
    processStart: await startOf(process.pid),
    pidNamespace: await pidNamespace(),
    since: new Date().toISOString(),
  };
}

/** Null if the text is half written, by one who is at it or was killed. */
export function parseHolder(text: string): LockHolder | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * Whether a lock counts.
 * @param holder null if it is half written
 * @param silentMs since its last sign of life
 */
export async function isHeld(holder: LockHolder | null, silentMs: number): Promise<boolean> {
  // In the future lies what another clock wrote.
  if (holder === null) return Math.abs(silentMs) < HALF_WRITTEN_MS;
  if (holder.host !== hostname()) return silentMs < ELSEWHERE_MS;
  const boot = await bootId();
  if (boot !== null && holder.boot !== null && boot !== holder.boot) return false;
  // Its number is one of another container, and may be anybody's here.
  const isElsewhere = holder.pidNamespace !== undefined && holder.pidNamespace !== (await pidNamespace());
  if (isElsewhere) return silentMs < ELSEWHERE_MS;
  if (!isAlive(holder.pid)) return false;
  const start = await startOf(holder.pid);
  return start === null || holder.processStart === null || start === holder.processStart;
}
