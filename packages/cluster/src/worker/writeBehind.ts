// The store as training threads see it: what they write is taken at once and uploaded in the background, in order, however
// long the store is away. Checkpoints that are replaced before they are uploaded never are.

import type { RunStore } from '@convoy/ensemble';
import { patiently } from '../patience.ts';

export interface WriteBehindStore extends RunStore {
  /** Takes in what the store holds under a prefix; nothing is listed there before. */
  adopt(prefix: string): Promise<void>;
  /** Resolves when nothing under the prefix waits for its upload. */
  flush(prefix: string): Promise<void>;
  /** Forgets what waits under the prefix, and resolves when nothing of it is under way. */
  discard(prefix: string): Promise<void>;
  readonly statistics: UploadStatistics;
}

/** What went to the store, in all. */
export interface UploadStatistics {
  readonly waiting: number;
  readonly writes: number;
  readonly bytes: number;
}

/** Null bytes are a removal. */
interface Change {
  readonly key: string;
  readonly bytes: Uint8Array | null;
}

export interface WriteBehindOptions {
  /** Seconds that the store may be away before what waits is given up. */
  readonly patienceSeconds: number;
  readonly warn: (error: unknown) => void;
}

export function writeBehind(
  store: RunStore,
  { patienceSeconds, warn }: WriteBehindOptions,
): WriteBehindStore {
  const known = new Map<string, Set<string>>();
  const waiting: Change[] = [];
  let busy: Promise<void> | null = null;
  let current: Change | null = null;
  let writes = 0;
  let bytesWritten = 0;

  const patience = { seconds: patienceSeconds, onWait: warn };
  const keysUnder = (key: string) =>
    known.get(`${key.slice(0, key.lastIndexOf('/') + 1)}`) ?? new Set<string>();
  const isUnder = (prefix: string) => (change: Change | null) => change?.key.startsWith(prefix) ?? false;

  async function work(): Promise<void> {
    for (let change = waiting.shift(); change !== undefined; change = waiting.shift()) {
      const { key, bytes } = change;
      current = change;
      await patiently(() => (bytes === null ? store.remove(key) : store.write(key, bytes)), patience).catch(
        warn,
      );
      if (bytes !== null) {
        writes += 1;
        bytesWritten += bytes.length;
      }
    }
    current = null;
    busy = null;
  }

  function add(change: Change): void {
    // What was not uploaded yet is not worth it any more.
    const at = waiting.findIndex(({ key }) => key === change.key);
    if (at >= 0) waiting.splice(at, 1);
    waiting.push(change);
    busy ??= work();
  }

  return {
    name: store.name,
    async adopt(prefix) {
      known.set(prefix, new Set(await patiently(() => store.list(prefix), patience)));
    },
    async read(key) {
      const latest = [current, ...waiting].findLast((change) => change?.key === key);
      return latest ? (latest.bytes?.slice() ?? null) : patiently(() => store.read(key), patience);
    },
    async write(key, bytes) {
      keysUnder(key).add(key);
      add({ key, bytes });
    },
    async list(prefix) {
      return [...(known.get(prefix) ?? [])].sort();
    },
    async remove(key) {
      keysUnder(key).delete(key);
      add({ key, bytes: null });
    },
    async flush(prefix) {
      while (isUnder(prefix)(current) || waiting.some(isUnder(prefix))) await busy;
    },
    async discard(prefix) {
      known.delete(prefix);
      for (let at = waiting.length - 1; at >= 0; at--) {
        if (isUnder(prefix)(waiting[at] ?? null)) waiting.splice(at, 1);
      }
      while (isUnder(prefix)(current)) await busy;
    },
    get statistics() {
      return { waiting: waiting.length + (current === null ? 0 : 1), writes, bytes: bytesWritten };
    },
  };
}
