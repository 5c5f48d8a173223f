// What is known of every member at a moment, gathered from a run's events. Both displays draw from it.

import type { MemberStatus, TrainEvent } from '@convoy/ensemble';
import { memberAfter, waitingMember } from '@convoy/ensemble/internal';
import { Trend } from './trend.ts';

/** A member's state, as every follower of a run sees it, and what only a display needs. */
export interface MemberState extends MemberStatus {
  /** Of the whole training, 0 … 1. */
  readonly progress: number;
  /** The courses of its metrics since it began. */
  readonly losses: Trend;
  readonly accuracies: Trend;
  readonly secondsLeft: number | undefined;
}

type StartEvent = Extract<TrainEvent, { event: 'start' }>;

export class Board {
  start: StartEvent | undefined;
  readonly members: MemberState[] = [];
  readonly #now: () => number;
  #began = 0;

  /** @param now a clock in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Takes one event in. */
  apply(event: TrainEvent): void {
    if (event.event === 'start') {
      this.start = event;
      this.#began = this.#now();
      for (let member = 0; member < event.members; member++) this.members[member] = waiting(member);
    } else if ('member' in event) {
      const before = this.members[event.member] ?? waiting(event.member);
      const after = { ...before, ...memberAfter(before, event) };
      this.members[event.member] = { ...after, ...this.#course(after, event) };
    }
  }

  /** Of the whole run, from what the running members do and what waits for a worker; undefined while nobody can say. */
  secondsLeft(): number | undefined {
    const { start } = this;
    const running = this.members.filter((state) => state.phase === 'training');
    const speeds = running.flatMap((state) => state.imagesPerSecond ?? []);
    if (!start || speeds.length === 0) return undefined;
    const mean = speeds.reduce((sum, speed) => sum + speed, 0) / speeds.length;
    const whole = (start.trainingImages * start.epochs) / mean;
    const waitingCount = this.members.filter((state) => state.phase === 'waiting').length;
    const now = running.reduce((longest, state) => Math.max(longest, state.secondsLeft ?? whole), 0);
    return now + Math.ceil(waitingCount / start.workers) * whole;
  }

  /** Of the whole run, 0 … 1; a member that failed has nothing left to do. */
  progress(): number {
    if (this.members.length === 0) return 0;
    const done = this.members.map(({ phase, progress }) => (phase === 'failed' ? 1 : progress));
    return done.reduce((sum, each) => sum + each, 0) / done.length;
  }

  /** Of all members at work together. */
  imagesPerSecond(): number {
    const running = this.members.filter((state) => state.phase === 'training');
    return running.reduce((sum, { imagesPerSecond }) => sum + (imagesPerSecond ?? 0), 0);
  }

  /** Since the run began. */
  secondsElapsed(): number {
    return this.start === undefined ? 0 : (this.#now() - this.#began) / 1000;
  }

  /** What an event says of how far a member is, beside its state. */
  #course(
    { imagesPerSecond, losses, accuracies }: MemberState,
    event: TrainEvent,
  ): Partial<Pick<MemberState, 'progress' | 'secondsLeft'>> {
    if (event.event === 'member-done') return { progress: 1 };
    if (event.event !== 'progress' && event.event !== 'epoch') return {};
    losses.add(event.loss);
    accuracies.add(event.accuracy);
    const { epochs = 1, trainingImages = 0 } = this.start ?? {};
    const done = event.event === 'epoch' ? event.epoch : event.epoch - 1 + event.step / event.stepsPerEpoch;
    const left = (epochs - done) * trainingImages;
    return { progress: done / epochs, secondsLeft: imagesPerSecond ? left / imagesPerSecond : undefined };
  }
}

function waiting(member: number): MemberState {
  return {
    ...waitingMember(member),
    progress: 0,
    losses: new Trend(),
    accuracies: new Trend(),
    secondsLeft: undefined,
  };
}
