import { expect, test } from 'vitest';
import type { Executor } from '../executor/executor.ts';
import type { MemberOutcome } from '../member/spec.ts';
import { recordEvents, smallRun } from '../testing/smallRun.ts';
import { trainOn } from './trainOn.ts';

async function* noReports() {}

/** An executor on which every member ends as `outcome` says, and which counts how often it was asked. */
function endsAs(outcome: () => Promise<MemberOutcome>) {
  let starts = 0;
  const nothing = async () => undefined;
  const executor = (): Executor => ({
    concurrency: 1,
    start() {
      starts += 1;
      return {
        outcome: outcome(),
        reports: noReports(),
        pause: nothing,
        resume: nothing,
        stop: () => undefined,
        kill: () => undefined,
        lastSign: () => 0,
      };
    },
    close: nothing,
  });
  return { executor, starts: () => starts };
}

test('what the engine refuses is not tried again, and fails only its member', async () => {
  const record = recordEvents();
  const refusing = endsAs(async () => ({ status: 'refused', error: 'the network is too large' }));
  const result = await trainOn(
    { executor: refusing.executor },
    { ...smallRun, members: 1, onEvent: record.onEvent },
  );
  expect(result.failed).toEqual([{ member: 0, cause: 'crashed', error: 'the network is too large' }]);
  expect(refusing.starts()).toBe(1);
  expect(record.of('member-restart')).toEqual([]);
});

test('a crash is tried again as often as the run allows', async () => {
  const crashing = endsAs(() => Promise.reject(new Error('its thread died')));
  const options = { ...smallRun, members: 1, maxFailures: 2 };
  const { failed } = await trainOn({ executor: crashing.executor }, options);
  expect(failed).toMatchObject([{ cause: 'crashed' }]);
  expect(crashing.starts()).toBe(3);
});

test('more workers than the processor can feed are warned of', async () => {
  const record = recordEvents();
  const { executor } = endsAs(async () => ({ status: 'refused', error: 'nothing to train' }));
  await trainOn({ executor }, { ...smallRun, members: 4096, workers: 4096, onEvent: record.onEvent });
  expect(record.of('warning')).toMatchObject([{ message: expect.stringMatching(/^workers: .*got 4096/) }]);
});
