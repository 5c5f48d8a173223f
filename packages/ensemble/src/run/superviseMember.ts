// One member from start to end, over as many crashes as it may have.

import { EnsembleError, messageOf } from '../errors.ts';
import type { EpochMetrics, MemberFailure, TrainEvent } from '../events.ts';
import type { Executor, RunningMember } from '../executor/executor.ts';
import type { MemberOutcome, MemberResult, MemberSpec, StartPoint } from '../member/spec.ts';
import type { FoundCheckpoint } from '../store/checkpoints.ts';
import type { Crew } from './crew.ts';
import { watchMember } from './watchMember.ts';

/** What it takes to train a member. */
export interface SuperviseOptions {
  readonly executor: Executor;
  /** Joined by each member for the time that it is trained. */
  readonly crew: Crew;
  /** What a member without a checkpoint starts from. What it throws fails the member. */
  readonly startOf: (spec: MemberSpec) => StartPoint;
  readonly onEvent: (event: TrainEvent) => void;
  /** Keeps a member's result. What it throws ends the run. */
  readonly onFinished: (spec: MemberSpec, result: MemberResult) => Promise<void>;
  /** The checkpoint that a member resumes from when it starts, or starts again after a crash; null if there is none. */
  readonly latestCheckpoint: (spec: MemberSpec) => Promise<FoundCheckpoint | null>;
  /** How often a member may crash and be started again. */
  readonly maxFailures: number;
  /** Seconds without a sign of life that count as a crash; 0 for never. */
  readonly memberTimeout: number;
  /** Aborted to stop all members, and when the run cannot continue. */
  readonly halt: AbortController;
}

/** @returns why the member did not finish, or null if it did */
export async function superviseMember(
  spec: MemberSpec,
  options: SuperviseOptions,
): Promise<MemberFailure | null> {
  const { startOf, onEvent, onFinished, latestCheckpoint, maxFailures, halt } = options;
  const { member } = spec;
  const stopped = (error: string): MemberFailure => ({ member, cause: 'stopped', error });
  const told = new ToldEpochs(member, onEvent);
  for (let failures = 0; ; ) {
    if (halt.signal.aborted) return stopped('stopped before it began');
    const fresh = attempt(() => startOf(spec));
    if (fresh instanceof Error) return { member, cause: 'unprepared', error: messageOf(fresh) };
    if (failures === 0) onEvent({ event: 'member-start', member, seed: spec.seed });
    const checkpoint = await latestCheckpoint(spec);
    if (checkpoint !== null) {
      const { epoch, step, history } = checkpoint.state.progress;
      onEvent({ event: 'member-resumed', member, epoch: epoch + 1, step });
      told.reached(history.epoch.length);
    }
    const start: StartPoint = checkpoint === null ? fresh : { from: 'checkpoint', key: checkpoint.key };
    const outcome = await runOnce({ ...spec, start }, options, told);
    switch (outcome.status) {
      case 'finished':
        told.catchUp(outcome.result.epochs);
        await onFinished(spec, outcome.result);
        return null;
      case 'stopped':
        return stopped(`stopped after ${outcome.epochs} of ${spec.training.epochs} epochs`);
      case 'diverged':
        return { member, cause: 'diverged', error: outcome.error };
      case 'refused':
        return { member, cause: 'crashed', error: outcome.error };
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
  spec: MemberSpec,
  { executor, crew, memberTimeout, halt }: SuperviseOptions,
  told: ToldEpochs,
): Promise<Ended> {
  const member = executor.start(spec);
  crew.add(member);
  const unwatch = watchMember(member, () => crew.rests(member), memberTimeout);
  // The run may have been stopped while the checkpoint was read.
  if (halt.signal.aborted) member.stop();
  const [reported, ended] = await Promise.allSettled([passOn(member, told), member.outcome]);
  unwatch();
  crew.delete(member);
  if (ended.status === 'rejected') return { status: 'crashed', error: messageOf(ended.reason) };
  if (reported.status === 'rejected') return { status: 'crashed', error: messageOf(reported.reason) };
  return ended.value;
}

async function passOn(member: RunningMember, told: ToldEpochs): Promise<void> {
  for await (const report of member.reports) told.pass(report);
}

/** Passes events on so that each epoch is told once and in order, whatever crashes lie between. */
class ToldEpochs {
  readonly #member: number;
  readonly #onEvent: (event: TrainEvent) => void;
  #epochs = 0;

  constructor(member: number, onEvent: (event: TrainEvent) => void) {
    this.#member = member;
    this.#onEvent = onEvent;
  }

  /** So many were finished, and told, before an interruption. */
  reached(epochs: number): void {
    this.#epochs = Math.max(this.#epochs, epochs);
  }

  pass(event: TrainEvent): void {
    if (event.event === 'epoch') {
      if (event.epoch <= this.#epochs) return;
      this.#epochs = event.epoch;
    }
    this.#onEvent(event);
  }

  /** Tells those whose report was still on its way when the member ended. */
  catchUp(epochs: readonly EpochMetrics[]): void {
    for (const [at, metrics] of epochs.entries()) {
      this.pass({ event: 'epoch', member: this.#member, epoch: at + 1, ...metrics });
    }
  }
}

function givenUp(error: string, failures: number): string {
  return failures === 1 ? error : `${error} (crashed ${failures} times, the last time so)`;
}

/** What an action returns, or the error that it throws. */
function attempt<Value>(action: () => Value): Value | Error {
  try {
    return action();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
