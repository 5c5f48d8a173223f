// What every executor must do. One suite runs over all of them.

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CreateExecutor, Executor, ExecutorReport, RunningMember } from '../executor/executor.ts';
import type { MemberSpec } from '../member/spec.ts';
import { checkpointKeys } from '../store/checkpoints.ts';
import { memoryStore } from '../store/memoryStore.ts';
import type { RunStore } from '../store/runStore.ts';
import { smallSpec } from './memberSpec.ts';
import { endless, smallDataset } from './smallRun.ts';

export function describeExecutor(name: string, create: CreateExecutor): void {
  describe(`the ${name} executor`, () => {
    let executor: Executor;
    let store: RunStore;
    beforeEach(() => {
      store = memoryStore();
      executor = create({ workers: 1, dataset: smallDataset, store });
    });
    afterEach(() => executor.close());

    /** Starts a member, follows its reports, and waits for the first. */
    async function startEndless(spec: MemberSpec = smallSpec({ epochs: endless })) {
      const member = executor.start(spec);
      const reports: ExecutorReport[] = [];
      await new Promise<void>((begun, failed) => {
        member.outcome.catch(failed);
        void follow(member, (report) => {
          reports.push(report);
          begun();
        });
      });
      return { member, reports, epochs: () => reports.filter(({ event }) => event === 'epoch').length };
    }

    test('a specification trains the same member after a way through JSON', async () => {
      const spec = smallSpec();
      const copy: MemberSpec = JSON.parse(JSON.stringify(spec));
      expect(copy).toEqual(spec);
      const [first, second] = [await finish(executor.start(spec)), await finish(executor.start(copy))];
      expect(second.weights).toEqual(first.weights);
      expect(second.test.probabilities).toEqual(first.test.probabilities);
      expect(first.epochs).toHaveLength(2);
    });

    test('reports end when the member has ended, and are epochs in their order', async () => {
      const member = executor.start(smallSpec({ epochs: 5 }));
      const epochs: number[] = [];
      await follow(member, (report) => report.event === 'epoch' && epochs.push(report.epoch));
      expect((await member.outcome).status).toBe('finished');
      expect(epochs).toEqual(epochs.map((_, at) => at + 1));
    });

    test('a paused member trains no further until it is resumed', async () => {
      const { member, reports, epochs } = await startEndless();
      await member.pause();
      // What it had to tell before it paused arrives soon.
      await turns(50);
      const before = reports.length;
      const sign = member.lastSign();
      await turns(200);
      expect([reports.length, member.lastSign()]).toEqual([before, sign]);
      await member.resume();
      const until = epochs() + 3;
      while (epochs() < until) await turns(1);
      expect(member.lastSign()).not.toBe(sign);
      member.stop();
      expect((await member.outcome).status).toBe('stopped');
    });

    test('stopping ends a member that is paused, and one that has not begun', async () => {
      const { member } = await startEndless();
      await member.pause();
      member.stop();
      expect((await member.outcome).status).toBe('stopped');
      const waiting = executor.start(smallSpec({ epochs: endless }));
      waiting.stop();
      expect(await waiting.outcome).toEqual({ status: 'stopped', epochs: 0 });
    });

    test('a stopped member leaves a checkpoint that the next start ends from with the same bits', async () => {
      const spec = smallSpec({ epochs: 40 }, true);
      // In a store of its own: where a member that has finished is in the store, it is not trained again.
      const apart = create({ workers: 1, dataset: smallDataset, store: memoryStore() });
      const whole = await finish(apart.start(smallSpec({ epochs: 40 })));
      await apart.close();
      const { member } = await startEndless(spec);
      member.stop();
      expect((await member.outcome).status).toBe('stopped');
      const [key] = await checkpointKeys(store, 0);
      if (key === undefined) throw new Error('no checkpoint');
      const resumed = await finish(executor.start({ ...spec, start: { from: 'checkpoint', key } }));
      expect(resumed.weights).toEqual(whole.weights);
      expect(resumed.epochs).toHaveLength(40);
    });

    test('a member that is killed rejects at once, and its place is taken by the next', async () => {
      const { member } = await startEndless();
      member.kill();
      await expect(member.outcome).rejects.toMatchObject({ code: 'worker-failed' });
      await expect(member.pause()).rejects.toMatchObject({ code: 'member-ended' });
      await expect(member.resume()).rejects.toMatchObject({ code: 'member-ended' });
      expect((await finish(executor.start(smallSpec()))).epochs).toHaveLength(2);
    });

    test('a member whose start is missing, or whose data are others, fails and says so', async () => {
      const weights = executor.start({
        ...smallSpec(),
        start: { from: 'weights', key: 'members/09/x', place: 0 },
      });
      await expect(weights.outcome).rejects.toThrow(/members\/09\/x/);
      const spec = smallSpec();
      const other = executor.start({ ...spec, data: { ...spec.data, sha256: 'other' } });
      await expect(other.outcome).rejects.toThrow(/SHA-256 other/);
      await finish(executor.start(spec));
    });
  });
}

async function follow(member: RunningMember, onReport: (report: ExecutorReport) => void): Promise<void> {
  for await (const report of member.reports) onReport(report);
}

async function finish(member: RunningMember) {
  const outcome = await member.outcome;
  if (outcome.status !== 'finished') throw new Error(JSON.stringify(outcome));
  return outcome.result;
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
}
