// "ConvNet in Python", in TypeScript: the lecture's script with Convoy's words, on few images and for one epoch.

import { Conv2D, Dense, EarlyStopping, Flatten, glyphs, MaxPooling2D, Sequential } from '@convoy/core';
import { describe, expect, it } from 'vitest';

describe("the lecture's script", () => {
  it('runs: builds the ConvNet, trains it, plots from its history, evaluates it', async () => {
    const { train, test } = glyphs({ trainCount: 1536, testCount: 256 });

    const cnnModel = new Sequential({
      inputShape: [28, 28, 1],
      layers: [
        Conv2D({ filters: 32, kernelSize: [3, 3], activation: 'relu' }),
        MaxPooling2D({ poolSize: [2, 2] }),
        Conv2D({ filters: 64, kernelSize: [3, 3], activation: 'relu' }),
        MaxPooling2D({ poolSize: [2, 2] }),
        Conv2D({ filters: 64, kernelSize: [3, 3], activation: 'relu' }),
        Flatten(),
        Dense({ units: 64, activation: 'relu' }),
        Dense({ units: 10, activation: 'softmax' }),
      ],
    });
    expect(cnnModel.summary()).toContain('Total params: 93,322');

    cnnModel.compile({
      loss: 'categoricalCrossentropy',
      optimizer: 'RMSprop',
      metrics: ['categoricalAccuracy'],
    });
    const checkpoint = EarlyStopping({
      monitor: 'valLoss',
      patience: 5,
      mode: 'auto',
      restoreBestWeights: true,
    });
    await cnnModel.fit(train, {
      epochs: 1,
      batchSize: 256,
      validationSplit: 1 / 6,
      callbacks: [checkpoint],
    });

    const trainingError = cnnModel.history?.history.loss ?? [];
    const validationError = cnnModel.history?.history.valLoss ?? [];
    expect(trainingError).toHaveLength(1);
    // Five steps are few, but enough to be better than guessing among ten classes.
    expect(validationError[0]).toBeLessThan(Math.log(10));

    const { loss, accuracy } = await cnnModel.evaluate(test);
    expect(loss).toBeLessThan(Math.log(10));
    const probabilities = await cnnModel.predict(test.images);
    const right = Array.from(test.labels).filter((label, row) => {
      const classes = probabilities.subarray(row * 10, (row + 1) * 10);
      return classes.indexOf(Math.max(...classes)) === label;
    });
    expect(accuracy).toBeCloseTo(right.length / test.count, 6);
    cnnModel.dispose();
  });
});
