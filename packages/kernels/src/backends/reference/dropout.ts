import { isKept } from '../../dropout.ts';
import type { Dropout, DropoutGrad } from '../../operations.ts';
import { at, type Batch } from './cells.ts';

export function dropout(operation: Dropout, batch: Batch): void {
  dropOut(batch.data(operation.input), batch.data(operation.output), operation, batch);
}

/** The same elements are dropped, and the same factor is applied, as on the way forward. */
export function dropoutGrad(operation: DropoutGrad, batch: Batch): void {
  dropOut(batch.data(operation.outputGrad), batch.data(operation.inputGrad), operation, batch);
}

function dropOut(from: Float64Array, to: Float64Array, operation: Dropout | DropoutGrad, batch: Batch): void {
  const key = batch.data(operation.key);
  from.forEach((value, i) => {
    to[i] = isKept(i, at(key, 0), at(key, 1), operation.rate) ? value / (1 - operation.rate) : 0;
  });
}
