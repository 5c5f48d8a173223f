// A run that takes about a second: for tests, which train for real.

import { Conv2D, Dense, Dropout, Flatten, glyphs, MaxPooling2D } from '@convoy/core';
import type { TrainEvent } from '../events.ts';
import type { TrainEnsembleOptions } from '../options/trainEnsembleOptions.ts';

export const smallDataset = glyphs({ seed: 1, trainCount: 240, testCount: 60 });

export const smallRun = {
  dataset: smallDataset,
  model: {
    inputShape: smallDataset.imageShape,
    layers: [
      Conv2D({ filters: 4, kernelSize: 3, strides: 2, activation: 'relu' }),
      MaxPooling2D({ poolSize: 2 }),
      Flatten(),
      Dropout({ rate: 0.25 }),
      Dense({ units: 10, activation: 'softmax' }),
    ],
  },
  members: 3,
  workers: 2,
  seed: 7,
  epochs: 2,
  batchSize: 32,
} satisfies TrainEnsembleOptions;

/** Long enough that whatever a test does to a member happens while it trains. */
export const endless = 1_000_000;

/** Events as they come, and promises for those that a test waits for. */
export function recordEvents() {
  const events: TrainEvent[] = [];
  const waiting: { matches: (event: TrainEvent) => boolean; resolve: () => void }[] = [];
  return {
    events,
    onEvent(event: TrainEvent): void {
      events.push(event);
      for (const { matches, resolve } of waiting) if (matches(event)) resolve();
    },
    until(matches: (event: TrainEvent) => boolean): Promise<void> {
      return new Promise((resolve) => waiting.push({ matches, resolve }));
    },
    of<Name extends TrainEvent['event']>(name: Name): Extract<TrainEvent, { event: Name }>[] {
      return events.filter((event): event is Extract<TrainEvent, { event: Name }> => event.event === name);
    },
  };
}
