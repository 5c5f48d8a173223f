import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { RunningMember } from '../executor/executor.ts';
import { watchMember } from './watchMember.ts';

/** A member that does nothing but be killed. */
function memberThatMayBeKilled() {
  let kill = () => {};
  const killed = new Promise<'killed'>((resolve) => {
    kill = () => resolve('killed');
  });
  let beats = 0;
  const member: RunningMember = {
    outcome: new Promise(() => undefined),
    reports: { [Symbol.asyncIterator]: async function* () {} },
    pause: async () => undefined,
    resume: async () => undefined,
    stop: () => undefined,
    kill: () => kill(),
    lastSign: () => beats,
  };
  return { member, killed, beat: () => (beats += 1) };
}

test('a member that gives no sign of life is ended', async () => {
  const { member, killed } = memberThatMayBeKilled();
  watchMember(member, () => false, 0.05);
  expect(await killed).toBe('killed');
});

test('one that gives signs of life, or is paused, is not', async () => {
  const watched = [false, true].map((rests) => {
    const { member, killed, beat } = memberThatMayBeKilled();
    return { killed, beat, unwatch: watchMember(member, () => rests, 2) };
  });
  // Alive for longer than the timeout, the one that is not paused.
  for (let at = 0; at < 30; at++) {
    watched[0]?.beat();
    await setTimeout(100);
  }
  const first = await Promise.race([...watched.map(({ killed }) => killed), setTimeout(1, 'alive')]);
  expect(first).toBe('alive');
  for (const { unwatch } of watched) unwatch();
});

test('hours in which the machine was suspended do not count', async () => {
  const { member, killed } = memberThatMayBeKilled();
  let clock = 0;
  const hour = 3_600_000;
  // Each look finds another hour gone: the timeout of half an hour is 1,800 looks away.
  const unwatch = watchMember(
    member,
    () => false,
    1800,
    () => (clock += hour),
  );
  expect(await Promise.race([killed, setTimeout(2500, 'alive')])).toBe('alive');
  unwatch();
});

test('with a timeout of 0 nothing is watched', async () => {
  const { member, killed } = memberThatMayBeKilled();
  watchMember(member, () => false, 0);
  expect(await Promise.race([killed, setTimeout(50, 'alive')])).toBe('alive');
});
