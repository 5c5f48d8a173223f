// A member in the queue, as its coordinator sees it: what comes in as news of a job goes out as what every executor tells.

import {
  createReportQueue,
  EnsembleError,
  type ExecutorReport,
  type MemberOutcome,
  type MemberSpec,
} from '@convoy/ensemble';
import type { MemberProgress } from '../job/progress.ts';
import type { Order } from '../queue/orders.ts';

/** Where its job is. */
export type JobPhase = 'queueing' | 'waiting' | 'active';

export class FollowedMember {
  readonly spec: MemberSpec;
  readonly job: string;
  readonly outcome: Promise<MemberOutcome>;
  readonly reports = createReportQueue<ExecutorReport>();
  phase: JobPhase = 'queueing';
  /** The epochs that were told. */
  epochs = 0;
  /** When there was news of it last. */
  heardAt = performance.now();
  /** The order that its worker follows, as it says. */
  followed: Order = 'run';
  wanted: Order = 'run';
  isSettled = false;
  #beats = 0;
  #waits = 0;
  #machine: { readonly machine: string; readonly lost: number } | null = null;
  #changed = new Set<() => void>();
  #resolve: (outcome: MemberOutcome) => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  constructor(spec: MemberSpec, job: string) {
    this.spec = spec;
    this.job = job;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // Whoever started it may look later.
    this.outcome.catch(() => undefined);
  }

  /** Changes while it waits, too: a member in a queue is not silent. */
  lastSign(isReachable: boolean): number {
    if (this.phase !== 'active' || !isReachable) this.#waits += 1;
    return this.#beats + this.#waits;
  }

  hear({ machine, lost, beats, order, reports }: MemberProgress): void {
    this.heardAt = performance.now();
    this.phase = 'active';
    this.#beats = beats;
    this.followed = order;
    const { member } = this.spec;
    if (this.#machine?.machine !== machine || this.#machine.lost !== lost) {
      this.#machine = { machine, lost };
      this.reports.push({ event: 'member-machine', member, machine, lost });
    }
    for (const report of reports) {
      if (report.event === 'epoch') {
        // News may come twice, and again after a machine was lost.
        if (report.epoch <= this.epochs) continue;
        this.epochs = report.epoch;
      }
      this.reports.push({ ...report, member });
    }
    this.#tell();
  }

  moved(phase: JobPhase): void {
    this.heardAt = performance.now();
    this.phase = phase;
    if (phase !== 'active') this.followed = 'run';
    this.#tell();
  }

  /** Resolves when `holds` does. @throws {EnsembleError} `member-ended` */
  async until(holds: () => boolean): Promise<void> {
    while (!this.isSettled && !holds()) {
      await new Promise<void>((resolve) => {
        this.#changed.add(resolve);
      });
      this.#changed.clear();
    }
    if (this.isSettled)
      throw new EnsembleError('member-ended', 'the member has ended: it takes no more calls');
  }

  end(outcome: MemberOutcome): void {
    this.#settle(() => this.#resolve(outcome));
  }

  fail(reason: string): void {
    this.#settle(() => this.#reject(new EnsembleError('worker-failed', reason)));
  }

  #settle(act: () => void): void {
    if (this.isSettled) return;
    this.isSettled = true;
    act();
    this.reports.end();
    this.#tell();
  }

  #tell(): void {
    for (const resolve of this.#changed) resolve();
  }
}
