import type { MaxPool2d, MaxPool2dGrad } from '../../operations.ts';
import { add, at, type Batch } from './cells.ts';
import { forEachPooled } from './pooling.ts';

/** For each of `count` pooled elements, the index of the input element that it takes: the first of the largest. */
function winners(operation: MaxPool2d | MaxPool2dGrad, batch: Batch, count: number): Int32Array {
  const input = batch.data(operation.input);
  const winner = new Int32Array(count).fill(-1);
  forEachPooled(operation, batch, (o, i) => {
    const best = winner[o] as number;
    if (best < 0 || at(input, i) > at(input, best)) winner[o] = i;
  });
  return winner;
}

export function maxPool2d(operation: MaxPool2d, batch: Batch): void {
  const input = batch.data(operation.input);
  const output = batch.data(operation.output);
  winners(operation, batch, output.length).forEach((winner, o) => {
    output[o] = at(input, winner);
  });
}

export function maxPool2dGrad(operation: MaxPool2dGrad, batch: Batch): void {
  const outputGrad = batch.data(operation.outputGrad);
  const inputGrad = batch.data(operation.inputGrad);
  inputGrad.fill(0);
  winners(operation, batch, outputGrad.length).forEach((winner, o) => {
    add(inputGrad, winner, at(outputGrad, o));
  });
}
