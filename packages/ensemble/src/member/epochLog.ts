// Listens to a member's training: keeps each epoch's figures, tells them and the progress, and hears pause and stop.

import type { BatchEnd, Callback, EpochEnd, Training } from '@convoy/core';
import type { EpochFigures } from '../events.ts';
import type { MemberSession } from './session.ts';

export class EpochLog {
  readonly callback: Callback;
  readonly epochs: EpochFigures[] = [];
  readonly #member: number;
  readonly #session: MemberSession;
  #epochBegan = 0;
  // Since progress was last told.
  #images = 0;
  #countedFrom = 0;

  constructor(member: number, session: MemberSession) {
    this.#member = member;
    this.#session = session;
    this.callback = {
      onEpochBegin: () => this.#beginEpoch(),
      onBatchEnd: (batch, training) => this.#endBatch(batch, training),
      onTestBatchEnd: (training) => this.#heed(training),
      onEpochEnd: (epoch) => this.#endEpoch(epoch),
    };
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
        imagesPerSecond: (1000 * this.#images) / (performance.now() - this.#countedFrom),
      });
      this.#countFromNow();
    }
    await this.#heed(training);
  }

  /** Waits while the member is paused, and ends the training if it is stopped. */
  async #heed(training: Training): Promise<void> {
    await this.#session.checkpoint();
    if (this.#session.isStopped) training.stopTraining();
  }

  #endEpoch({ epoch, ...figures }: EpochEnd): void {
    const seconds = (performance.now() - this.#epochBegan) / 1000;
    const complete = { ...figures, seconds };
    this.epochs.push(complete);
    this.#session.tell({ event: 'epoch', member: this.#member, epoch: epoch + 1, ...complete });
  }

  #countFromNow(): void {
    this.#images = 0;
    this.#countedFrom = performance.now();
  }
}
