// What every store must do. One suite runs over all of them: `describeStore('memory', async () => memoryStore())`.

import { beforeEach, describe, expect, test } from 'vitest';
import type { RunStore } from '../store/runStore.ts';

/** @param create makes an empty store for each test */
export function describeStore(name: string, create: () => Promise<RunStore>): void {
  const bytes = (...values: number[]) => Uint8Array.from(values);
  describe(`the ${name} store`, () => {
    let store: RunStore;
    beforeEach(async () => {
      store = await create();
    });

    test('has a name for messages', () => {
      expect(store.name).not.toBe('');
    });

    test('reads null if there is no value', async () => {
      expect(await store.read('run.json')).toBeNull();
      expect(await store.read('members/00/weights.convoy')).toBeNull();
    });

    test('reads what was written, under every key of its own', async () => {
      await store.write('run.json', bytes(1, 2));
      await store.write('members/00/a', bytes());
      expect(await store.read('run.json')).toEqual(bytes(1, 2));
      expect((await store.read('members/00/a'))?.length).toBe(0);
    });

    test('replaces a value whole, durable or not', async () => {
      await store.write('a/b', bytes(1, 2, 3));
      await store.write('a/b', bytes(4), { durable: false });
      expect(await store.read('a/b')).toEqual(bytes(4));
    });

    test('shares no memory with its callers', async () => {
      const written = bytes(1);
      await store.write('a', written);
      written[0] = 9;
      (await store.read('a'))?.fill(8);
      expect(await store.read('a')).toEqual(bytes(1));
    });

    test('lists the keys under a prefix, sorted, and no others', async () => {
      for (const key of ['members/01/b', 'run.json', 'members/00/a', 'members/010/c']) {
        await store.write(key, bytes(1));
      }
      expect(await store.list('')).toEqual(['members/00/a', 'members/01/b', 'members/010/c', 'run.json']);
      expect(await store.list('members/01/')).toEqual(['members/01/b']);
      expect(await store.list('control/')).toEqual([]);
    });

    test('removes a value, and takes the absence of one for removed', async () => {
      await store.write('control/a', bytes(1));
      await store.remove('control/a');
      await store.remove('control/a');
      expect(await store.read('control/a')).toBeNull();
      expect(await store.list('')).toEqual([]);
    });

    test('never shows a part of a value that is being replaced', async () => {
      const values = [new Uint8Array(100_000).fill(1), new Uint8Array(100_000).fill(2)] as const;
      await store.write('a', values[0]);
      const writing = Promise.all([1, 0, 1, 0].map((at) => store.write('a', values[at === 0 ? 0 : 1])));
      for (let read = 0; read < 20; read++) {
        const found = await store.read('a');
        expect([found?.length, new Set(found).size]).toEqual([100_000, 1]);
      }
      await writing;
    });

    test('keeps what is written beside removals of its neighbors', async () => {
      await Promise.all(
        Array.from({ length: 40 }, async (_, at) => {
          await store.write(`control/${at}`, bytes(at), { durable: false });
          if (at % 4 !== 0) await store.remove(`control/${at}`);
        }),
      );
      expect(await store.list('control/')).toHaveLength(10);
    });
  });
}
