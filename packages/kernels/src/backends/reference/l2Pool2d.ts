import type { L2Pool2d, L2Pool2dGrad } from '../../operations.ts';
import { add, at, type Batch } from './cells.ts';
import { forEachPooled } from './pooling.ts';

export function l2Pool2d(operation: L2Pool2d, batch: Batch): void {
  const input = batch.data(operation.input);
  const output = batch.data(operation.output);
  output.fill(0);
  forEachPooled(operation, batch, (o, i) => add(output, o, at(input, i) ** 2));
  output.forEach((sumOfSquares, o) => {
    output[o] = Math.sqrt(sumOfSquares);
  });
}

/** d√(Σ x²)/dx = x / √(Σ x²); where the root is 0 there is no derivative, and the gradient is taken as 0. */
export function l2Pool2dGrad(operation: L2Pool2dGrad, batch: Batch): void {
  const input = batch.data(operation.input);
  const output = batch.data(operation.output);
  const outputGrad = batch.data(operation.outputGrad);
  const inputGrad = batch.data(operation.inputGrad);
  inputGrad.fill(0);
  forEachPooled(operation, batch, (o, i) => {
    if (at(output, o) > 0) add(inputGrad, i, (at(outputGrad, o) * at(input, i)) / at(output, o));
  });
}
