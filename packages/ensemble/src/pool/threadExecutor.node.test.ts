// Control of a member in a real thread.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { createJobs } from '../member/createJobs.ts';
import type { MemberJob } from '../member/job.ts';
import type { MemberReport } from '../member/session.ts';
import { shareData } from '../member/shareData.ts';
import { resolveOptions } from '../resolveOptions.ts';
import { endless, smallDataset, smallRun } from '../testing/smallRun.ts';
import { createThreadExecutor, type ThreadExecutor } from './threadExecutor.node.ts';

let executor: ThreadExecutor;
beforeEach(() => {
  executor = createThreadExecutor(1);
});
afterEach(() => executor.close());

function endlessJob(): MemberJob {
  const data = shareData(smallDataset, 0.25);
  const [job] = createJobs(resolveOptions({ ...smallRun, epochs: endless }, 1), data);
  if (job === undefined) throw new Error('no job');
  return job;
}

/** Starts a member and waits until it trains. */
async function startEndless() {
  const reports: MemberReport[] = [];
  let training = () => {};
  const begun = new Promise<void>((resolve) => {
    training = resolve;
  });
  const member = executor.start(endlessJob(), (report) => {
    reports.push(report);
    training();
  });
  await begun;
  return { member, reports };
}

const epochsIn = (reports: readonly MemberReport[]) =>
  reports.filter(({ event }) => event === 'epoch').length;

test('a paused member trains no further until it is resumed', async () => {
  const { member, reports } = await startEndless();
  await member.pause();
  // What it had to tell before it paused is all told after two answers more.
  await member.pause();
  await member.pause();
  const before = reports.length;
  for (let call = 0; call < 100; call++) await member.pause();
  expect(reports).toHaveLength(before);

  await member.resume();
  const epochs = epochsIn(reports);
  while (epochsIn(reports) < epochs + 3) await new Promise(setImmediate);
  member.stop();
  expect(await member.outcome).toMatchObject({ status: 'stopped' });
});

test('stopping ends a member that is paused', async () => {
  const { member } = await startEndless();
  await member.pause();
  member.stop();
  const outcome = await member.outcome;
  expect(outcome.status).toBe('stopped');
});

test('stopping ends a member that has not begun yet', async () => {
  const member = executor.start(endlessJob(), () => undefined);
  member.stop();
  expect(await member.outcome).toEqual({ status: 'stopped', epochs: 0 });
});

test('calls to a member that died, or that has ended, fail instead of waiting for ever', async () => {
  const { member } = await startEndless();
  await member.pause();
  const dying = executor.pool.threads[0]?.terminate();
  const call = member.resume();
  await expect(call).rejects.toMatchObject({ code: 'member-ended' });
  await expect(member.outcome).rejects.toMatchObject({ code: 'worker-failed' });
  await expect(member.pause()).rejects.toMatchObject({ code: 'member-ended' });
  await dying;
});

test('a member that is killed rejects at once, and its place is taken by the next', async () => {
  const { member } = await startEndless();
  member.kill();
  await expect(member.outcome).rejects.toMatchObject({ code: 'worker-failed' });
  const next = await startEndless();
  next.member.stop();
  expect((await next.member.outcome).status).toBe('stopped');
});
