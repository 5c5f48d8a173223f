// The port between a run and where its members are trained: threads, a page's own thread, or other machines.

import type { Dataset } from '@convoy/core';
import type { TrainEvent } from '../events.ts';
import type { MemberReport } from '../member/session.ts';
import type { MemberOutcome, MemberSpec } from '../member/spec.ts';
import type { RunStore } from '../store/runStore.ts';

/** What an executor tells of a member: its own reports and, where there are several machines, which one trains it. */
export type ExecutorReport = MemberReport | Extract<TrainEvent, { event: 'member-machine' }>;

/** One member while it is trained. */
export interface RunningMember {
  /** How it ended. Rejects if it failed: its code threw, or what ran it died. */
  readonly outcome: Promise<MemberOutcome>;
  /**
   * What it reports while it trains; to be read once. It ends when the member has ended, and may miss some epochs just
   * before: a finished member's outcome has all of them.
   */
  readonly reports: AsyncIterable<ExecutorReport>;
  /** Resolves when no batch begins any more, until `resume` or `stop`. @throws {EnsembleError} `member-ended` */
  pause(): Promise<void>;
  /** Resolves when it trains again. @throws {EnsembleError} `member-ended` */
  resume(): Promise<void>;
  /** Asks it to save its state and stop after its batch, paused or not; `outcome` says when it has. */
  stop(): void;
  /** Ends it at once. Its outcome rejects. */
  kill(): void;
  /** A number that changes with every sign of life, such as a finished batch; the number itself means nothing. */
  lastSign(): number;
}

/** Trains members somewhere. */
export interface Executor {
  /** How many members it trains at once. */
  readonly concurrency: number;
  /**
   * Whether members are trained elsewhere and come back saved: a member that has finished is in the store already, as
   * `saveMember` leaves it. @default false
   */
  readonly isRemote?: boolean;
  /** Starts a member, or puts it in a queue; what it needs beside its specification the executor has. */
  start(spec: MemberSpec): RunningMember;
  /** Ends all that it started, and waits until nothing is left of it. */
  close(): Promise<void>;
}

/** What an executor is made for: one run. */
export interface ExecutorContext {
  /** How many members it should train at once. */
  readonly workers: number;
  readonly dataset: Dataset;
  /** Where its members' checkpoints and weights are. */
  readonly store: RunStore;
}

/** Makes the executor of a run; `trainEnsemble` closes it at the end. */
export type CreateExecutor = (context: ExecutorContext) => Executor;
