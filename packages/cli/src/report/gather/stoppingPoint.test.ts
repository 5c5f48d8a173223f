import { expect, test } from 'vitest';
import { stoppingPoint } from './stoppingPoint.ts';

/** Epochs with these validation errors. */
function history(...losses: number[]) {
  const epochs = losses.map((valLoss, at) => ({
    epoch: at + 1,
    loss: 1,
    accuracy: 0.5,
    valLoss,
    valAccuracy: 1 - valLoss,
    learningRate: 0.001,
    seconds: 1,
  }));
  return { history: epochs };
}

test('the weights are those of the epoch with the least validation error, the first of equals', () => {
  const earlyStopping = { patience: 2 };
  expect(stoppingPoint(history(0.5, 0.3, 0.3, 0.4), { epochs: 9, earlyStopping })).toEqual({
    kept: 2,
    stopped: 4,
  });
});

test('a member that trained every epoch was not stopped, parts of epochs included', () => {
  const earlyStopping = { patience: 9 };
  expect(stoppingPoint(history(0.5, 0.3), { epochs: 1.9, earlyStopping })).toEqual({
    kept: 2,
    stopped: null,
  });
});

test('an improvement counts from minDelta on, and accuracy is better when it is larger', () => {
  const minDelta = { minDelta: 0.1 };
  expect(stoppingPoint(history(0.5, 0.45, 0.3), { epochs: 3, earlyStopping: minDelta }).kept).toBe(3);
  expect(stoppingPoint(history(0.5, 0.45, 0.41), { epochs: 3, earlyStopping: minDelta }).kept).toBe(1);
  const monitor = { monitor: 'valAccuracy' } as const;
  expect(stoppingPoint(history(0.5, 0.2, 0.4), { epochs: 3, earlyStopping: monitor }).kept).toBe(2);
});

test('without restoring, and without early stopping, the last epoch is kept', () => {
  const earlyStopping = { restoreBestWeights: false };
  expect(stoppingPoint(history(0.1, 0.3), { epochs: 2, earlyStopping }).kept).toBe(2);
  expect(stoppingPoint(history(0.1, 0.3), { epochs: 2, earlyStopping: null }).kept).toBe(2);
});
