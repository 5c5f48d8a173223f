// One member from start to end, over as many crashes as it may have.

import { EnsembleError, messageOf } from '../errors.ts';
import type { MemberFailure, TrainEvent } from '../events.ts';
import { createControlWord, requestStop } from '../member/controlWord.ts';
import type { MemberJob, MemberOutcome } from '../member/job.ts';
import type { TrainMembersOptions } from './trainMembers.ts';
import { watchMember } from './watchMember.ts';

/** @returns why the member did not finish, or null if it did */
export async function trainMember(
  job: MemberJob,
  options: TrainMembersOptions,
): Promise<MemberFailure | null> {
  const { prepare, onEvent, onFinished, latestState, maxFailures, halt } = options;
  const { member } = job;
  const stopped = (error: string): MemberFailure => ({ member, cause: 'stopped', error });
  const tell = untold(onEvent);
  for (let failures = 0; ; ) {
    if (halt.signal.aborted) return stopped('stopped before it began');
    const prepared = attempt(() => prepare(job));
    if (prepared instanceof Error) return { member, cause: 'unprepared', error: messageOf(prepared) };
    if (failures === 0) onEvent({ event: 'member-start', member, seed: job.seed });
    const resumeFrom = await latestState(job);
    if (resumeFrom !== null) {
      const { epoch, step } = resumeFrom.progress;
      onEvent({ event: 'member-resumed', member, epoch: epoch + 1, step });
    }
    // A word of its own for each start: a thread that is ended may still be looking at the one before.
    const start = { ...prepared, resumeFrom, control: createControlWord() };
    const outcome = await runOnce(start, options, tell);
    switch (outcome.status) {
      case 'finished':
        await onFinished(job, outcome.result);
        return null;
      case 'stopped':
        return stopped(`stopped after ${outcome.epochs} of ${job.training.epochs} epochs`);
      case 'diverged':
        return { member, cause: 'diverged', error: outcome.error };
      case 'not-saved':
        throw new EnsembleError('write-failed', outcome.error);
      case 'crashed': {
        const { error } = outcome;
        if (halt.signal.aborted) return stopped(error);
        failures += 1;
        if (failures > maxFailures) return { member, cause: 'crashed', error: givenUp(error, failures) };
        onEvent({ event: 'member-restart', member, error, failures, maxFailures });
        break;
      }
      default:
        outcome satisfies never;
    }
  }
}

type Ended = MemberOutcome | { readonly status: 'crashed'; readonly error: string };

async function runOnce(
  job: MemberJob,
  { executor, crew, memberTimeout, halt }: TrainMembersOptions,
  onEvent: (event: TrainEvent) => void,
): Promise<Ended> {
  const member = executor.start(job, onEvent);
  crew.add(member);
  const unwatch = watchMember(member, job.control, memberTimeout);
  // The run may have been stopped while the checkpoint was read.
  if (halt.signal.aborted) member.stop();
  try {
    return await member.outcome;
  } catch (error) {
    // Where its thread lives on, for the moment that ending it takes, it stops at its next batch.
    requestStop(job.control);
    return { status: 'crashed', error: messageOf(error) };
  } finally {
    unwatch();
    crew.delete(member);
  }
}

/** Passes on what was not told before a crash: each epoch is told once. */
function untold(onEvent: (event: TrainEvent) => void): (event: TrainEvent) => void {
  let epochs = 0;
  return (event) => {
    if (event.event === 'epoch') {
      if (event.epoch <= epochs) return;
      epochs = event.epoch;
    }
    onEvent(event);
  };
}

function givenUp(error: string, failures: number): string {
  return failures === 1 ? error : `${error} (crashed ${failures} times, the last time so)`;
}

/** What an action gives, or the error that it throws. */
function attempt<Value>(action: () => Value): Value | Error {
  try {
    return action();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
