// The seam between a run and where its members are trained: worker threads today.

import type { MemberJob, MemberOutcome } from '../member/job.ts';
import type { MemberReport } from '../member/session.ts';

/** One member while it is trained. Its control calls answer once the member has seen them. */
export interface RunningMember {
  /**
   * How it ended. Rejects if it failed: its code threw, or what ran it died. Every epoch of a finished member was
   * reported before this resolves.
   */
  readonly outcome: Promise<MemberOutcome>;
  /** @throws {EnsembleError} `member-ended` */
  pause(): Promise<void>;
  /** @throws {EnsembleError} `member-ended` */
  resume(): Promise<void>;
  /** Asks it to stop after its batch; `outcome` tells when it has. */
  stop(): void;
  /** Ends it at once. Its outcome rejects. */
  kill(): void;
}

export interface Executor {
  /** How many members it trains at once. */
  readonly concurrency: number;
  start(job: MemberJob, onReport: (report: MemberReport) => void): RunningMember;
  close(): Promise<void>;
}
