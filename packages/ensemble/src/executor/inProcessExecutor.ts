// Trains members in the thread that conducts the run, one after the other: for pages, small runs and tests. While a batch
// is computed, the thread does nothing else.

import { EnsembleError, messageOf } from '../errors.ts';
import { MemberSession } from '../member/session.ts';
import type { MemberOutcome, MemberSpec } from '../member/spec.ts';
import { createLocalSwitch } from '../member/switch.ts';
import type { Executor, ExecutorContext, RunningMember } from './executor.ts';
import { performMember } from './performMember.ts';
import { createReportQueue } from './reportQueue.ts';

/**
 * An executor without threads: it trains one member at a time, whatever `workers` says. A member that is killed runs on to
 * the end of its batch, unheard.
 */
export function inProcessExecutor({ dataset, store }: ExecutorContext): Executor {
  const running = new Set<RunningMember>();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    concurrency: 1,
    start(spec) {
      const { member, ended } = startMember(spec, { dataset, store }, turn);
      running.add(member);
      turn = ended.then(() => running.delete(member));
      return member;
    },
    async close() {
      for (const member of running) member.kill();
      await turn;
    },
  };
}

function startMember(
  spec: MemberSpec,
  { dataset, store }: Pick<ExecutorContext, 'dataset' | 'store'>,
  before: Promise<unknown>,
): { readonly member: RunningMember; readonly ended: Promise<unknown> } {
  const memberSwitch = createLocalSwitch();
  const session = new MemberSession(memberSwitch, nextTurn);
  const reports = createReportQueue<Awaited<ReturnType<typeof session.control.next>>[number]>();
  let killed = false;
  let kill = () => {};
  const death = new Promise<never>((_, reject) => {
    kill = () => {
      killed = true;
      reject(new EnsembleError('worker-failed', 'it was ended because it did not answer'));
    };
  });
  let isOver = false;

  // A member that is killed no longer writes: another may have taken its place.
  const guarded = {
    ...store,
    write: (...given: Parameters<typeof store.write>) =>
      killed ? Promise.reject(new EnsembleError('member-ended', 'it was killed')) : store.write(...given),
  };
  async function work(): Promise<MemberOutcome> {
    await before;
    // What is read from elsewhere, as from a thread or another machine, shares nothing with the conductor's.
    const copy: MemberSpec = JSON.parse(JSON.stringify(spec));
    return performMember(copy, { dataset, store: guarded, session });
  }
  async function listen(): Promise<void> {
    for (;;) for (const report of await session.control.next()) if (!isOver) reports.push(report);
  }
  void listen();

  const done = work();
  const outcome = Promise.race([done, death])
    .catch((error: unknown) => {
      throw new EnsembleError('worker-failed', messageOf(error), { cause: error });
    })
    .finally(() => {
      isOver = true;
      memberSwitch.stop();
      reports.end();
    });
  const unlessOver = async (act: () => void) => {
    if (isOver) throw new EnsembleError('member-ended', 'the member has ended: it takes no more calls');
    act();
  };
  return {
    member: {
      outcome,
      reports,
      pause: () => unlessOver(() => memberSwitch.pause()),
      resume: () => unlessOver(() => memberSwitch.resume()),
      stop: () => memberSwitch.stop(),
      kill,
      lastSign: () => memberSwitch.beats,
    },
    ended: Promise.allSettled([done, outcome]),
  };
}

/** One turn of the event loop, in a page and in Node; timers of pages wait 4 ms. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
