// Gradient clipping, over whole buffers.

import type { ClipNorm, ClipValue, SumOfSquares } from '../../operations.ts';
import { at, type Batch } from './cells.ts';

export function sumOfSquares({ input, previous, output }: SumOfSquares, batch: Batch): void {
  const start = previous === null ? 0 : at(batch.data(previous), 0);
  batch.data(output)[0] = batch.data(input).reduce((sum, x) => sum + x * x, start);
}

export function clipNorm({ limit, input, sumOfSquares, output }: ClipNorm, batch: Batch): void {
  const factor = limit / Math.max(limit, Math.sqrt(at(batch.data(sumOfSquares), 0)));
  batch.data(output).set(batch.data(input).map((x) => factor * x));
}

export function clipValue({ limit, input, output }: ClipValue, batch: Batch): void {
  batch.data(output).set(batch.data(input).map((x) => Math.min(Math.max(x, -limit), limit)));
}
