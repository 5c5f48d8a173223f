// When a member's state is saved while it trains.

import type { Callback, Training, TrainingState } from '@convoy/core';
import type { MemberSession } from '../session.ts';
import type { CheckpointSchedule } from '../spec.ts';

/** Writing at the end of every epoch may take this part of the time: where epochs are very short, some go without. */
const LARGEST_SHARE = 1 / 50;

/**
 * Saves at the end of each epoch, within it as the schedule says, and when the member is stopped. It must be the last of
 * the callbacks, so that the others' state is that after the batch or the epoch.
 * @param save resolves when the state is safe; what it throws ends the training
 * @param now a clock in milliseconds
 */
export function checkpointCallback(
  { steps, minutes }: CheckpointSchedule,
  session: MemberSession,
  save: (state: TrainingState) => Promise<void>,
  now: () => number = () => performance.now(),
): Callback {
  let savedAt = now();
  let cost = 0;
  let batches = 0;

  async function write(training: Training): Promise<void> {
    const begin = now();
    await save(await training.state());
    savedAt = now();
    cost = savedAt - begin;
    batches = 0;
  }

  return {
    async onBatchEnd(_, training) {
      batches += 1;
      const isDue = batches === steps || now() - savedAt >= minutes * 60_000;
      if (isDue || session.isStopped) await write(training);
    },
    async onTestBatchEnd(training) {
      if (session.isStopped) await write(training);
    },
    async onEpochEnd(_, training) {
      if (cost <= LARGEST_SHARE * (now() - savedAt)) await write(training);
    },
  };
}
