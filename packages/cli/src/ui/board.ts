// What is known of every member at a moment, gathered from a run's events. Both displays draw from it.

import type { EpochFigures, MemberFigures, TrainEvent } from '@convoy/ensemble';
import { Trend } from './trend.ts';

export interface MemberState {
  readonly member: number;
  readonly phase: 'waiting' | 'training' | 'done' | 'failed';
  /** Of the epoch it is in, from 1. */
  readonly epoch: number;
  /** Of the whole training, 0 … 1. */
  readonly progress: number;
  /** Of the training rows of this epoch so far. */
  readonly loss: number | undefined;
  readonly accuracy: number | undefined;
  /** Their courses since the member began. */
  readonly losses: Trend;
  readonly accuracies: Trend;
  /** Of the last finished epoch. */
  readonly lastEpoch: EpochFigures | undefined;
  readonly imagesPerSecond: number | undefined;
  readonly secondsLeft: number | undefined;
  readonly figures: MemberFigures | undefined;
  readonly error: string | undefined;
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
    switch (event.event) {
      case 'start':
        this.start = event;
        this.#began = this.#now();
        for (let member = 0; member < event.members; member++) this.members[member] = waiting(member);
        return;
      case 'member-start':
        this.#change(event.member, { phase: 'training' });
        return;
      case 'member-resumed':
        this.#change(event.member, { phase: 'training', epoch: event.epoch });
        return;
      case 'progress':
        this.#record(event);
        this.#change(event.member, {
          epoch: event.epoch,
          loss: event.loss,
          accuracy: event.accuracy,
          imagesPerSecond: event.imagesPerSecond,
          ...this.#outlook(event.epoch - 1 + event.step / event.stepsPerEpoch, event.imagesPerSecond),
        });
        return;
      case 'epoch':
        this.#record(event);
        this.#change(event.member, {
          epoch: event.epoch,
          loss: event.loss,
          accuracy: event.accuracy,
          lastEpoch: event,
          ...this.#outlook(event.epoch, this.members[event.member]?.imagesPerSecond),
        });
        return;
      case 'member-done':
        this.#change(event.member, { phase: 'done', figures: event, progress: 1 });
        return;
      case 'member-failed':
        this.#change(event.member, { phase: 'failed', error: event.error });
        return;
      case 'member-restart':
      case 'paused':
      case 'continued':
      case 'warning':
      case 'done':
        return;
      default:
        event satisfies never;
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
    return running.reduce((sum, { imagesPerSecond = 0 }) => sum + imagesPerSecond, 0);
  }

  /** Since the run began. */
  secondsElapsed(): number {
    return this.start === undefined ? 0 : (this.#now() - this.#began) / 1000;
  }

  #record({
    member,
    loss,
    accuracy,
  }: {
    readonly member: number;
    readonly loss: number;
    readonly accuracy: number;
  }): void {
    this.members[member]?.losses.add(loss);
    this.members[member]?.accuracies.add(accuracy);
  }

  #change(member: number, change: Partial<MemberState>): void {
    this.members[member] = { ...(this.members[member] ?? waiting(member)), ...change };
  }

  #outlook(epochsDone: number, speed: number | undefined): Pick<MemberState, 'progress' | 'secondsLeft'> {
    const { epochs = 1, trainingImages = 0 } = this.start ?? {};
    const left = (epochs - epochsDone) * trainingImages;
    return { progress: epochsDone / epochs, secondsLeft: speed ? left / speed : undefined };
  }
}

function waiting(member: number): MemberState {
  return {
    member,
    phase: 'waiting',
    epoch: 0,
    progress: 0,
    loss: undefined,
    accuracy: undefined,
    losses: new Trend(),
    accuracies: new Trend(),
    lastEpoch: undefined,
    imagesPerSecond: undefined,
    secondsLeft: undefined,
    figures: undefined,
    error: undefined,
  };
}
