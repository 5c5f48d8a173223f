// The loss, and the figures that are read beside it.

import type { CategoricalAccuracy, Mean, SoftmaxCrossEntropy } from '../../operations.ts';
import { softmaxOf } from './activations.ts';
import { at, type Batch, lastExtent } from './cells.ts';

export function softmaxCrossEntropy(operation: SoftmaxCrossEntropy, batch: Batch): void {
  const logits = batch.cells(operation.logits);
  const labels = batch.data(operation.labels);
  const probabilities = batch.data(operation.probabilities);
  const losses = batch.data(operation.losses);
  const logitsGrad = operation.logitsGrad === null ? null : batch.data(operation.logitsGrad);
  const classes = lastExtent(logits);
  for (let n = 0; n < batch.rows; n++) {
    const row = logits.data.subarray(n * classes, (n + 1) * classes);
    const softmax = softmaxOf(row);
    const logSum = logSumOfExponentials(row);
    let loss = 0;
    for (let c = 0; c < classes; c++) {
      const hit = c === at(labels, n) ? 1 : 0;
      const target = (1 - operation.labelSmoothing) * hit + operation.labelSmoothing / classes;
      loss += target * (logSum - at(row, c));
      if (logitsGrad !== null) logitsGrad[n * classes + c] = (at(softmax, c) - target) / batch.rows;
    }
    losses[n] = loss;
    probabilities.set(softmax, n * classes);
  }
}

/** `log Σ exp(x)`, without overflow: a class's log-probability is its logit less this. */
function logSumOfExponentials(logits: Float64Array): number {
  const largest = Math.max(...logits);
  return largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
}

export function categoricalAccuracy(operation: CategoricalAccuracy, batch: Batch): void {
  const predictions = batch.cells(operation.predictions);
  const labels = batch.data(operation.labels);
  const matches = batch.data(operation.matches);
  const classes = lastExtent(predictions);
  for (let n = 0; n < batch.rows; n++) {
    const row = predictions.data.subarray(n * classes, (n + 1) * classes);
    matches[n] = row.indexOf(Math.max(...row)) === at(labels, n) ? 1 : 0;
  }
}

export function mean(operation: Mean, batch: Batch): void {
  const input = batch.data(operation.input);
  batch.data(operation.output)[0] = input.reduce((sum, value) => sum + value, 0) / batch.rows;
}
