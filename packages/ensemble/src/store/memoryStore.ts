import type { RunStore } from './runStore.ts';

/** A store that lives as long as its process: for pages, tests, and runs that nobody wants to keep. */
export function memoryStore(): RunStore {
  const values = new Map<string, Uint8Array>();
  return {
    name: 'memory',
    // Copies both ways: what a caller does to its bytes afterwards changes nothing here.
    read: async (key) => values.get(key)?.slice() ?? null,
    async write(key, bytes) {
      values.set(key, bytes.slice());
    },
    list: async (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
    async remove(key) {
      values.delete(key);
    },
  };
}
