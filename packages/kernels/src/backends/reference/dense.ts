// The dense layer, one matrix product a row, and its gradients; and the gradient of any layer's bias.

import type { BiasGrad, Dense, DenseInputGrad, DenseKernelGrad } from '../../operations.ts';
import { add, addScaled, at, type Batch, dot } from './cells.ts';

export function dense(operation: Dense, batch: Batch): void {
  const input = batch.data(operation.input);
  const kernel = batch.cells(operation.kernel);
  const output = batch.data(operation.output);
  const [inputs = 0, outputs = 0] = kernel.shape;
  const bias = operation.bias === null ? new Float64Array(outputs) : batch.data(operation.bias);
  for (let n = 0; n < batch.rows; n++) {
    output.set(bias, n * outputs);
    for (let i = 0; i < inputs; i++) {
      addScaled(output, n * outputs, at(input, n * inputs + i), kernel.data, i * outputs, outputs);
    }
  }
}

export function denseInputGrad(operation: DenseInputGrad, batch: Batch): void {
  const outputGrad = batch.data(operation.outputGrad);
  const kernel = batch.cells(operation.kernel);
  const inputGrad = batch.data(operation.inputGrad);
  const [inputs = 0, outputs = 0] = kernel.shape;
  for (let n = 0; n < batch.rows; n++) {
    for (let i = 0; i < inputs; i++) {
      inputGrad[n * inputs + i] = dot(outputGrad, n * outputs, kernel.data, i * outputs, outputs);
    }
  }
}

export function denseKernelGrad(operation: DenseKernelGrad, batch: Batch): void {
  const input = batch.data(operation.input);
  const outputGrad = batch.data(operation.outputGrad);
  const kernelGrad = batch.cells(operation.kernelGrad);
  const [inputs = 0, outputs = 0] = kernelGrad.shape;
  kernelGrad.data.fill(0);
  for (let n = 0; n < batch.rows; n++) {
    for (let i = 0; i < inputs; i++) {
      addScaled(kernelGrad.data, i * outputs, at(input, n * inputs + i), outputGrad, n * outputs, outputs);
    }
  }
}

export function biasGrad(operation: BiasGrad, batch: Batch): void {
  const outputGrad = batch.data(operation.outputGrad);
  const sums = batch.data(operation.biasGrad);
  sums.fill(0);
  outputGrad.forEach((gradient, i) => {
    add(sums, i % sums.length, gradient);
  });
}
