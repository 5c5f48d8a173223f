// A member's side of its control channel: what the one who started it may ask for while it trains.

import type { TrainEvent } from '../events.ts';
import type { MemberSwitch } from './switch.ts';

/** What a member tells while it trains: these events pass through to the run's listener as they are. */
export type MemberReport = Extract<TrainEvent, { event: 'progress' | 'epoch' }>;
export type Progress = Extract<TrainEvent, { event: 'progress' }>;

/** The verbs of the channel. Each answers when the member has really seen it. */
export interface MemberControl {
  /**
   * Waits for news: every epoch that ended since the last call, and at most one line of progress. A caller that comes
   * late misses lines of progress, never an epoch; a member never waits for its caller.
   */
  next(): Promise<readonly MemberReport[]>;
  /** No batch begins after the answer, until `resume` or `stop`. */
  pause(): void;
  /** Batches begin again. */
  resume(): void;
  /** The member stops after its batch, paused or not. */
  stop(): void;
}

/** Progress is told a few times a second, however short a batch is. */
const PROGRESS_INTERVAL_MS = 250;

/** What a member looks at and tells while it trains, and the verbs of whoever controls it. */
export class MemberSession {
  /** What the other side of the channel may call. */
  readonly control: MemberControl;
  readonly #switch: MemberSwitch;
  readonly #yieldToMessages: () => Promise<void>;
  readonly #now: () => number;
  #epochs: MemberReport[] = [];
  #progress: Progress | null = null;
  #toldAt = Number.NEGATIVE_INFINITY;
  #waiting: ((news: readonly MemberReport[]) => void) | null = null;

  /**
   * @param yieldToMessages gives the thread's event loop one turn, so that calls on the channel are answered
   * @param now a clock in milliseconds
   */
  constructor(
    memberSwitch: MemberSwitch,
    yieldToMessages: () => Promise<void>,
    now: () => number = () => performance.now(),
  ) {
    this.#switch = memberSwitch;
    this.#yieldToMessages = yieldToMessages;
    this.#now = now;
    this.control = {
      next: () => this.#next(),
      pause: () => memberSwitch.pause(),
      resume: () => memberSwitch.resume(),
      stop: () => memberSwitch.stop(),
    };
  }

  /** Whether it was asked to stop. */
  get isStopped(): boolean {
    return this.#switch.isStopped;
  }

  /**
   * The member calls this once a batch: answers waiting calls, and waits itself while it is paused.
   * @returns how long it was paused, in seconds
   */
  async checkpoint(): Promise<number> {
    this.#switch.beat();
    await this.#yieldToMessages();
    if (!this.#switch.isPaused) return 0;
    const begin = this.#now();
    await this.#switch.untilNotPaused();
    return (this.#now() - begin) / 1000;
  }

  /** Whether a line of progress would be told now: spares making lines that no one reads. */
  get wantsProgress(): boolean {
    return this.#now() - this.#toldAt >= PROGRESS_INTERVAL_MS;
  }

  /** Keeps a report until the other side asks for news. */
  tell(report: MemberReport): void {
    if (report.event === 'epoch') {
      this.#epochs.push(report);
      this.#progress = null; // Of the epoch that just ended: old news.
    } else {
      this.#progress = report;
    }
    this.#answer();
  }

  #next(): Promise<readonly MemberReport[]> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.#answer();
    });
  }

  #answer(): void {
    if (this.#waiting === null || (this.#epochs.length === 0 && this.#progress === null)) return;
    const news = this.#progress === null ? this.#epochs : [...this.#epochs, this.#progress];
    if (this.#progress !== null) this.#toldAt = this.#now();
    this.#epochs = [];
    this.#progress = null;
    const resolve = this.#waiting;
    this.#waiting = null;
    resolve(news);
  }
}
