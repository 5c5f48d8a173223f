import { expect, test } from 'vitest';
import { performMember } from '../executor/performMember.ts';
import { identityOf } from '../member/identity.ts';
import { MemberSession } from '../member/session.ts';
import type { MemberSpec } from '../member/spec.ts';
import { createLocalSwitch } from '../member/switch.ts';
import { smallSpec } from '../testing/memberSpec.ts';
import { smallDataset } from '../testing/smallRun.ts';
import { checkpointKeys, findCheckpoint } from './checkpoints.ts';
import { memoryStore } from './memoryStore.ts';
import type { RunStore } from './runStore.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

async function train(store: RunStore, spec: MemberSpec): Promise<void> {
  const session = new MemberSession(createLocalSwitch(), turn);
  await performMember(spec, { dataset: smallDataset, store, session });
}

test('two attempts at a member write no key twice, and the newest that is whole is found', async () => {
  const store = memoryStore();
  const written: string[] = [];
  const recording: RunStore = {
    ...store,
    async write(key, bytes) {
      written.push(key);
      await store.write(key, bytes);
    },
  };
  const spec = smallSpec({ epochs: 2 }, true);
  await train(recording, { ...spec, attempt: 'a1' });
  await train(recording, { ...spec, attempt: 'b2' });
  expect(new Set(written).size).toBe(written.length);
  const [newest, second] = await checkpointKeys(store, 0);
  if (newest === undefined || second === undefined) throw new Error('expected two checkpoints');
  expect([newest, second].every((key) => /-(a1|b2)\.convoy$/.test(key))).toBe(true);

  const torn = (await store.read(newest))?.slice(0, 100) ?? new Uint8Array();
  await store.write(newest, torn);
  const warnings: string[] = [];
  const found = await findCheckpoint(store, identityOf(spec), (message) => warnings.push(message));
  expect(found?.key).toBe(second);
  expect(warnings).toHaveLength(1);
});

test('a member without an attempt has checkpoints named by their updates alone', async () => {
  const store = memoryStore();
  await train(store, smallSpec({ epochs: 1 }, true));
  for (const key of await checkpointKeys(store, 0)) expect(key).toMatch(/checkpoint-\d{8}\.convoy$/);
});
