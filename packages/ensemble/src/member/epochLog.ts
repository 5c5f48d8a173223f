// Listens to a member's training: keeps each epoch's metrics, tells them and the progress, and hears pause and stop.

import type { BatchEnd, Callback, CallbackState, EpochEnd, PlainData, Training } from '@convoy/core';
import type { EpochMetrics } from '../events.ts';
import type { MemberSession } from './session.ts';

/** What it must remember over an interruption: metrics, and time that was spent. */
interface Remembered {
  readonly epochs: readonly EpochMetrics[];
  /** Of the whole training, and of the present epoch. */
  readonly seconds: number;
  readonly epochSeconds: number;
}

export class EpochLog {
  readonly callback: Callback;
  readonly epochs: EpochMetrics[] = [];
  readonly #member: number;
  readonly #session: MemberSession;
  #began = performance.now();
  #epochBegan = performance.now();
  // Since progress was last told.
  #images = 0;
  #countedFrom = performance.now();

  constructor(member: number, session: MemberSession) {
    this.#member = member;
    this.#session = session;
    this.callback = {
      name: 'EpochLog',
      onEpochBegin: () => this.#beginEpoch(),
      onBatchEnd: (batch, training) => this.#endBatch(batch, training),
      onTestBatchEnd: (training) => this.#heed(training),
      onEpochEnd: (epoch) => this.#endEpoch(epoch),
      state: () => this.#state(),
      restore: ({ data }) => this.#restore(data as unknown as Remembered),
    };
  }

  /** Spent on this member so far, before interruptions too. */
  get seconds(): number {
    return secondsSince(this.#began);
  }

  #beginEpoch(): void {
    this.#epochBegan = performance.now();
    this.#countFromNow();
  }

  async #endBatch({ epoch, batch, rows, loss, accuracy }: BatchEnd, training: Training): Promise<void> {
    this.#images += rows;
    if (this.#session.wantsProgress) {
      this.#session.tell({
        event: 'progress',
        member: this.#member,
        epoch: epoch + 1,
        step: batch + 1,
        stepsPerEpoch: training.stepsPerEpoch,
        loss,
        accuracy,
        imagesPerSecond: this.#images / secondsSince(this.#countedFrom),
      });
      this.#countFromNow();
    }
    await this.#heed(training);
  }

  /** Waits while the member is paused, and ends the training if it is stopped. */
  async #heed(training: Training): Promise<void> {
    const paused = 1000 * (await this.#session.checkpoint());
    // As if all had begun later: time in which it was paused is nobody's.
    this.#began += paused;
    this.#epochBegan += paused;
    this.#countedFrom += paused;
    if (this.#session.isStopped) training.stopTraining();
  }

  #endEpoch({ epoch, ...metrics }: EpochEnd): void {
    const complete = { ...metrics, seconds: secondsSince(this.#epochBegan) };
    this.epochs.push(complete);
    this.#session.tell({ event: 'epoch', member: this.#member, epoch: epoch + 1, ...complete });
  }

  #countFromNow(): void {
    this.#images = 0;
    this.#countedFrom = performance.now();
  }

  #state(): CallbackState {
    const { epochs, seconds } = this;
    const data = { epochs: epochs.map((metrics) => ({ ...metrics })), seconds };
    return {
      data: { ...data, epochSeconds: secondsSince(this.#epochBegan) } as PlainData,
      tensors: new Map(),
    };
  }

  #restore({ epochs, seconds, epochSeconds }: Remembered): void {
    this.epochs.splice(0, this.epochs.length, ...epochs);
    const now = performance.now();
    this.#began = now - 1000 * seconds;
    this.#epochBegan = now - 1000 * epochSeconds;
    this.#countFromNow();
  }
}

function secondsSince(moment: number): number {
  return (performance.now() - moment) / 1000;
}
