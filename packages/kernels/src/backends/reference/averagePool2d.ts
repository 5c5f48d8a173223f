import type { AveragePool2d, AveragePool2dGrad } from '../../operations.ts';
import { add, at, type Batch } from './cells.ts';
import { forEachPooled } from './pooling.ts';

/** How many cells inside the image each of `count` pooled elements averages over. */
function coveredCells(
  operation: AveragePool2d | AveragePool2dGrad,
  batch: Batch,
  count: number,
): Float64Array {
  const covered = new Float64Array(count);
  forEachPooled(operation, batch, (o) => add(covered, o, 1));
  return covered;
}

export function averagePool2d(operation: AveragePool2d, batch: Batch): void {
  const input = batch.data(operation.input);
  const output = batch.data(operation.output);
  const covered = coveredCells(operation, batch, output.length);
  output.fill(0);
  forEachPooled(operation, batch, (o, i) => add(output, o, at(input, i) / at(covered, o)));
}

export function averagePool2dGrad(operation: AveragePool2dGrad, batch: Batch): void {
  const outputGrad = batch.data(operation.outputGrad);
  const inputGrad = batch.data(operation.inputGrad);
  const covered = coveredCells(operation, batch, outputGrad.length);
  inputGrad.fill(0);
  forEachPooled(operation, batch, (o, i) => add(inputGrad, i, at(outputGrad, o) / at(covered, o)));
}
